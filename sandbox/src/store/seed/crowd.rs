//! The users that fill the lists: made from their number, so that every start makes the same.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use crate::clock::iso;
use crate::store::activities::{Activity, PageHit, What};
use crate::store::snapshot::{Entry, Member};
use crate::store::users::{Gender, Record, Status};

/// The id of the first user of the seed.
const FIRST_ID: i64 = 19_678_376;

/// When the first of them came: 2020-01-01.
const START: Timestamp = Timestamp::constant(1_577_836_800, 0);

const FIRST_NAMES: [&str; 25] = [
    "Anna",
    "Łukasz",
    "José",
    "Siân",
    "Åsa",
    "Jürgen",
    "Ирина",
    "Γιώργος",
    "محمد",
    "נועה",
    "प्रिया",
    "小明",
    "ひろこ",
    "지우",
    "สมชาย",
    "Nguyễn",
    "Ayşe",
    "D’Angelo",
    "Jean-Luc",
    "X Æ",
    "Mary Ann",
    "İbrahim",
    "Þór",
    "ქეთევან",
    "Անի",
];

const LAST_NAMES: [&str; 23] = [
    "Kowalska",
    "O'Neill",
    "Müller",
    "García Márquez",
    "van der Berg",
    "Иванова",
    "Παπαδόπουλος",
    "الفاسي",
    "כהן",
    "शर्मा",
    "王",
    "田中",
    "김",
    "ศรีสุข",
    "Văn",
    "Yılmaz",
    "Smith-Jones",
    "McDonald",
    "Sørensen",
    "Ó Súilleabháin",
    "Null",
    "Test",
    "ß",
];

const PLACES: [(&str, &str, &str); 12] = [
    ("Warsaw", "Poland", "Europe/Warsaw"),
    ("Łódź", "Poland", "Europe/Warsaw"),
    ("São Paulo", "Brazil", "America/Sao_Paulo"),
    ("Αθήνα", "Greece", "Europe/Athens"),
    ("القاهرة", "Egypt", "Africa/Cairo"),
    ("תל אביב", "Israel", "Asia/Jerusalem"),
    ("मुंबई", "India", "Asia/Kolkata"),
    ("大阪", "Japan", "Asia/Tokyo"),
    ("서울", "South Korea", "Asia/Seoul"),
    ("St. John's", "Canada", "America/St_Johns"),
    ("Reykjavík", "Iceland", "Atlantic/Reykjavik"),
    ("New York", "United States", "America/New_York"),
];

const BROWSERS: [(&str, &str, &str); 4] = [
    ("Chrome", "Windows", "1920x1080"),
    ("Safari", "iOS", "390x844"),
    ("Firefox", "Linux", "2560x1440"),
    ("Edge", "Windows", "1366x768"),
];

const TAGS: [&str; 5] = ["newsletter", "vip", "read-guide", "productuser", "日本"];

const TOPICS: [&str; 4] = ["bikes", "touring", "repairs", "e-bikes & más"];

/// Makes the user with a place in the seed; every seventh is an anonymous visitor.
pub fn user(place: usize) -> Entry {
    let known = !place.is_multiple_of(7);
    let number = i64::try_from(place).unwrap_or_default();
    Entry {
        record: if known { person(place, number) } else { visitor(place, number) },
        tags: TAGS.iter().skip(place % 5).take(place % 3).map(|tag| (*tag).to_owned()).collect(),
        lists: if known && place.is_multiple_of(4) { vec![5] } else { vec![] },
        companies: if known && place.is_multiple_of(11) {
            vec![member(place, number)]
        } else {
            vec![]
        },
        attributes: attributes(place, number),
    }
}

/// Makes what the user with a place in the seed did: who is known logged in, who saw pages saw the shop.
pub fn activities(place: usize) -> Vec<Activity> {
    let Entry { record, .. } = user(place);
    let login = What::Event { name: "login".to_owned(), data: Map::new() };
    let shop = PageHit {
        url: "https://shop.example.com/".to_owned(),
        title: "Shop".to_owned(),
        ip_address: record.last_ip.clone(),
        browser_family: record.browser.clone(),
        os_type: record.os_type.clone(),
        ..PageHit::default()
    };
    let known = record.status == Status::User;
    let (login, shop) =
        (known.then_some(login), (record.page_views > 0).then(|| What::PageHit(Box::new(shop))));
    let at = record.last_seen.unwrap_or(record.created_at);
    let what = login.into_iter().chain(shop);
    what.map(|what| Activity { id: 0, user: record.id, at: at.clone(), what }).collect()
}

fn person(place: usize, number: i64) -> Record {
    let (city, country, timezone) = pick(&PLACES, place);
    Record {
        first_name: (!place.is_multiple_of(13)).then(|| pick(&FIRST_NAMES, place).to_owned()),
        last_name: (!place.is_multiple_of(17)).then(|| pick(&LAST_NAMES, place).to_owned()),
        email: (!place.is_multiple_of(9)).then(|| format!("user.{place}@example.com")),
        custom_id: place.is_multiple_of(2).then(|| format!("customer-{place}")),
        phone_number: place
            .is_multiple_of(3)
            .then(|| format!("+4850{:07}", number * 7919 % 10_000_000)),
        gender: pick(&[Gender::Unknown, Gender::Male, Gender::Female], place),
        status: Status::User,
        score: number * 37 % 101,
        unsubscribed: place.is_multiple_of(19),
        city: Some(city.to_owned()),
        country: Some(country.to_owned()),
        timezone: Some(timezone.to_owned()),
        ..visitor(place, number)
    }
}

fn visitor(place: usize, number: i64) -> Record {
    let (browser, os, resolution) = pick(&BROWSERS, place);
    let created = START.saturating_add(SignedDuration::from_hours(number * 97)).unwrap_or(START);
    let seen =
        created.saturating_add(SignedDuration::from_millis(number * 60_013)).unwrap_or(START);
    Record {
        id: FIRST_ID + number,
        key: key(place),
        first_seen: Some(iso(created)),
        last_seen: Some(iso(seen)),
        page_views: number % 23,
        created_at: iso(created),
        updated_at: iso(seen),
        browser: Some(browser.to_owned()),
        browser_language: Some("en".to_owned()),
        os_type: Some(os.to_owned()),
        resolution: Some(resolution.to_owned()),
        last_ip: Some(format!("192.0.2.{}", place % 256)),
        ..Record::default()
    }
}

fn member(place: usize, number: i64) -> Member {
    Member { id: pick(&[14, 21, 22], place), member_since: visitor(place, number).created_at }
}

fn attributes(place: usize, number: i64) -> Map<String, Value> {
    let mut attributes = Map::new();
    if place.is_multiple_of(2) {
        attributes.insert("topic".to_owned(), json!(pick(&TOPICS, place / 2)));
    }
    if place.is_multiple_of(3) {
        attributes.insert("loyalty_points".to_owned(), json!(number * 10));
        attributes.insert("Verified Member".to_owned(), json!(place.is_multiple_of(2)));
    }
    if place.is_multiple_of(5) {
        attributes.insert("interests".to_owned(), json!(["news", "offers"]));
    }
    attributes
}

/// Makes a key like the service's: twelve characters of `[a-z0-9]`.
fn key(place: usize) -> String {
    // The golden ratio's bits spread neighbours over the whole range.
    let mut rest = (place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) % 36_u64.pow(12);
    let digits = std::iter::repeat_with(|| {
        let digit = rest % 36;
        rest /= 36;
        char::from_digit(u32::try_from(digit).unwrap_or_default(), 36).unwrap_or('0')
    });
    digits.take(12).collect()
}

/// Takes an item by its place, round and round.
#[expect(clippy::indexing_slicing, reason = "the lists of this file are not empty")]
fn pick<T: Copy>(items: &[T], place: usize) -> T {
    items[place % items.len()]
}
