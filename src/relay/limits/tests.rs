use super::*;

fn visit(key: &str, address: &str) -> Visit {
    Visit {
        subject: Subject::Key(key.into()),
        related: Vec::new(),
        address: address.parse().ok(),
        writes: false,
        calls: 1,
    }
}

fn outcome(code: &'static str) -> Outcome {
    Outcome { route: "visitor", code, unknown_key: code == "no_visitor", pause: 0 }
}

fn limits() -> Limits {
    Limits::new(Rates::default())
}

fn too_many(seconds: u64) -> Result<(), Refused> {
    Err(Refused::TooMany { seconds })
}

#[test]
fn rule_q_a_visitor_calls_ten_times_at_once_and_five_times_a_second() {
    let mut limits = limits();
    let ada = visit("ada", "192.0.2.1");
    for _ in 0..10 {
        assert_eq!(limits.admit(&ada, 0), Ok(()));
    }
    assert_eq!(limits.admit(&ada, 0), too_many(1));
    assert_eq!(
        limits.admit(&visit("ada", "192.0.2.2"), 0),
        Ok(()),
        "whoever copies the key, from elsewhere"
    );
    assert_eq!(
        limits.admit(&visit("bob", "192.0.2.1"), 0),
        Ok(()),
        "and the next visitor is served"
    );
    assert_eq!(limits.admit(&ada, 200), Ok(()));
    assert_eq!(limits.admit(&ada, 200), too_many(1));
}

#[test]
fn rule_q_an_address_calls_a_hundred_times_at_once_whatever_the_key() {
    let mut limits = limits();
    for n in 0..100 {
        assert_eq!(limits.admit(&visit(&format!("k{n}"), "2001:db8::1"), 0), Ok(()));
    }
    assert_eq!(limits.admit(&visit("k", "2001:db8::2"), 0), too_many(1), "the same /64");
    assert_eq!(limits.admit(&visit("k", "2001:db8:0:1::2"), 0), Ok(()));
    assert_eq!(limits.admit(&visit("k", "2001:db8::2"), 50), Ok(()));
}

#[test]
fn rule_q_a_flood_of_one_visitor_takes_nothing_from_others_at_its_address() {
    let mut limits = limits();
    for _ in 0..10_000 {
        let _ = limits.admit(&visit("flood", "192.0.2.1"), 0);
    }
    for n in 0..80 {
        assert_eq!(limits.admit(&visit(&format!("k{n}"), "192.0.2.1"), 0), Ok(()));
    }
}

#[test]
fn rule_q_unknown_keys_are_counted_by_address() {
    let mut limits = limits();
    let home = "192.0.2.1";
    limits.settle(&visit("ada", home), &outcome("ok"), 0);
    let mut now = 0;
    let mut guessed = 0;
    // As fast as the other limits let it, for ten minutes.
    while now < 600_000 {
        let guess = visit(&format!("guess{guessed}"), home);
        if limits.admit(&guess, now).is_ok() {
            limits.settle(&guess, &outcome("no_visitor"), now);
            limits.settle(&guess, &outcome("no_visitor"), now);
            guessed += 1;
        }
        now += 50;
    }
    assert!((90..=100).contains(&guessed), "{guessed}: each counts once");
    assert!(matches!(limits.admit(&visit("guess", home), now - 1), Err(Refused::TooMany { .. })));
    assert_eq!(limits.admit(&visit("ada", home), now), Ok(()), "who was there is served");
    assert_eq!(limits.admit(&visit("guess", "192.0.2.2"), now), Ok(()));
}

#[test]
fn rule_q_one_address_gets_a_quarter_of_the_budget() {
    let mut limits = Limits::new(Rates { upstream: 40, ..Rates::default() });
    let mut served = |address: &str| {
        (0..100)
            .filter(|n| {
                let person =
                    Visit { subject: Subject::Person(n.to_string()), ..visit("", address) };
                limits.spend(&person, 0) == Admission::Go
            })
            .count()
    };
    assert_eq!((served("192.0.2.1"), served("192.0.2.2")), (10, 10));
}

#[test]
fn rule_q_half_of_the_budget_is_kept_for_who_was_there() {
    let mut limits = Limits::new(Rates { upstream: 40, ..Rates::default() });
    let ada = visit("ada", "192.0.2.1");
    limits.settle(&ada, &outcome("ok"), 0);
    let fresh = |n: u32| visit(&format!("k{n}"), &format!("198.51.100.{n}"));
    let served = (0..200).filter(|&n| limits.spend(&fresh(n), 0) == Admission::Go).count();
    assert_eq!(served, 20);
    assert_eq!(limits.spend(&fresh(201), 0), Admission::Refused(Refused::Busy { seconds: 1 }));
    assert_eq!(limits.spend(&ada, 0), Admission::Go);
    assert_eq!(limits.spend(&ada, 3_600_000), Admission::Go, "time has refilled it");
}

#[test]
fn rule_q_a_write_costs_what_it_asks() {
    let mut limits = Limits::new(Rates { upstream: 8, ..Rates::default() });
    let write = |n: u32| Visit { calls: 2, ..visit(&format!("k{n}"), &format!("198.51.100.{n}")) };
    let served = (0..50).filter(|&n| limits.spend(&write(n), 0) == Admission::Go).count();
    assert_eq!(served, 4);
}

#[test]
fn rule_q_who_waits_does_so_for_a_second_at_most() {
    let mut limits = Limits::new(Rates { upstream: 40, ..Rates::default() });
    let (mut go, mut waits) = (0, Vec::new());
    let mut refused = None;
    for n in 0..200 {
        let person = Visit {
            subject: Subject::Person(n.to_string()),
            ..visit("", &format!("198.51.100.{n}"))
        };
        match limits.spend(&person, 0) {
            Admission::Go => go += 1,
            Admission::Wait { ms } => waits.push(ms),
            Admission::Refused(why) => refused = Some(why),
        }
    }
    assert_eq!((go, waits.len(), waits.first(), waits.last()), (40, 40, Some(&25), Some(&1_000)));
    assert_eq!(refused, Some(Refused::Busy { seconds: 2 }));
    let mut fast = Limits::new(Rates { upstream: 1_000, ..Rates::default() });
    let waiting = (0..2_000).filter(|n| {
        let person = Visit {
            subject: Subject::Person(n.to_string()),
            ..visit("", &format!("10.0.{}.{}", n / 250, n % 250))
        };
        matches!(fast.spend(&person, 0), Admission::Wait { .. })
    });
    assert_eq!(waiting.count(), 64, "no more wait at once");
}

#[test]
fn rule_q_without_an_address_the_visitor_and_the_budget_count() {
    let mut limits = limits();
    let ada = visit("ada", "");
    assert_eq!((0..50).filter(|_| limits.admit(&ada, 0).is_ok()).count(), 10);
    limits.settle(&ada, &outcome("no_visitor"), 0);
    assert_eq!(limits.spend(&ada, 0), Admission::Go);
}
