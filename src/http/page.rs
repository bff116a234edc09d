//! A list that comes in pages, as a state machine.
//!
//! The host asks for the next page's URL, sends it, and reports what came; how the service pages, when the list ends
//! and how many records are still wanted is decided here.

use crate::text::{self, concat};

use super::url;

/// How a service names the page after one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// It answers with the next page's URL, of which only the query is used: the path is known, and the key never goes
    /// to a host that a body names.
    Cursor,
    /// By how many records come before it, in the query parameter of that name.
    Offset(&'static str),
    /// By its number, counted from 1, in the query parameter of that name.
    Number(&'static str),
}

/// What the host saw of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// How many records it holds.
    pub records: u64,
    /// How many the whole list has, if the service says.
    pub total: Option<u64>,
    /// The URL of the next page, if the service says.
    pub next: Option<String>,
}

/// A list on its way through its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The URL of the page that was asked for last, or that is the next.
    url: String,
    has_next: bool,
    paging: Paging,
    start: u64,
    pages: u64,
    seen: u64,
    wanted: u64,
}

impl Listing {
    /// Begins a list whose first page has the URL `first`; `start` is where that begins (an offset, or a page's
    /// number), and `limit` how many records are wanted in all.
    #[must_use]
    pub fn new(first: String, paging: Paging, start: u64, limit: Option<u64>) -> Self {
        let wanted = limit.unwrap_or(u64::MAX);
        Self { url: first, has_next: true, paging, start, pages: 0, seen: 0, wanted }
    }

    /// The URL of the next page; none if the list is over.
    pub fn next_url(&mut self) -> Option<String> {
        let has_next = self.has_next && self.wanted > 0;
        self.has_next = false;
        has_next.then(|| self.url.clone())
    }

    /// Takes what came of a page, and tells how many of its records are wanted. None came of it if the service doesn't
    /// know the page it named itself: that ends a list, too.
    pub fn take(&mut self, page: Option<&Page>) -> u64 {
        let Some(page) = page else { return 0 };
        let wanted = page.records.min(self.wanted);
        self.wanted -= wanted;
        self.pages += 1;
        self.seen += page.records;
        let (name, step, before) = match self.paging {
            Paging::Cursor => {
                self.follow(page.next.as_deref().unwrap_or_default());
                return wanted;
            }
            Paging::Offset(name) => (name, self.seen, self.start),
            // How many records come before the first page can't be known.
            Paging::Number(name) => (name, self.pages, 0),
        };
        let all_seen = page.total.is_some_and(|total| before + self.seen >= total);
        if page.records > 0 && !all_seen {
            self.go_to(name, self.start + step);
        }
        wanted
    }

    /// Whether the page just asked for was the first: only then is a 404 more than the end.
    #[must_use]
    pub const fn is_first(&self) -> bool {
        self.pages == 0
    }

    /// Goes on at the list's own address with the query of `next`, unless that leads where the list has just been: a
    /// cursor that repeats would never end.
    fn follow(&mut self, next: &str) {
        if let Some((_, query)) = text::split_once(next, "?") {
            // No URL goes over several lines, as what the facade is told does.
            let query = text::before(query, "\n");
            let url = concat(&[text::before(&self.url, "?"), "?", query]);
            self.has_next = url != self.url;
            self.url = url;
        }
    }

    /// Goes on at the list's own address with another value of the parameter `name`.
    fn go_to(&mut self, name: &str, start: u64) {
        let mut parts = text::split(&self.url, "?&");
        let mut url = String::from(parts.next().unwrap_or_default());
        let mut before = "?";
        for pair in parts {
            if text::before(pair, "=") != name {
                url.push_str(before);
                url.push_str(pair);
                before = "&";
            }
        }
        url::number(&mut url, name, start);
        self.url = url;
        self.has_next = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(records: u64, total: Option<u64>, next: Option<&str>) -> Page {
        Page { records, total, next: next.map(Into::into) }
    }

    #[test]
    fn a_cursor_is_followed_by_its_query_alone() {
        let mut list =
            Listing::new("https://a.b/api/users/?with_email=1".into(), Paging::Cursor, 0, None);
        assert_eq!(list.next_url().as_deref(), Some("https://a.b/api/users/?with_email=1"));
        assert!(list.is_first());
        list.take(Some(&page(
            100,
            Some(103),
            Some("https://evil.test/api/public/users?cursor=101"),
        )));
        assert_eq!(list.next_url().as_deref(), Some("https://a.b/api/users/?cursor=101"));
        assert!(!list.is_first());
        list.take(Some(&page(3, Some(103), None)));
        assert_eq!(list.next_url(), None);
    }

    #[test]
    fn a_dangling_or_repeated_cursor_ends_the_list() {
        let mut list = Listing::new("/u/".into(), Paging::Cursor, 0, None);
        list.next_url();
        list.take(Some(&page(1, None, Some("/u/?cursor=1"))));
        assert!(list.next_url().is_some());
        list.take(Some(&page(1, None, Some("/u/?cursor=1"))));
        assert_eq!(list.next_url(), None);

        let mut list = Listing::new("/u/".into(), Paging::Cursor, 0, None);
        list.next_url();
        list.take(Some(&page(1, None, Some("/u/?cursor=1"))));
        list.next_url();
        assert_eq!(list.take(None), 0);
        assert_eq!(list.next_url(), None);
    }

    #[test]
    fn a_cursor_ends_with_its_line() {
        let mut list = Listing::new("/u/".into(), Paging::Cursor, 0, None);
        list.next_url();
        list.take(Some(&page(1, None, Some("/u/?cursor=1\nDELETE"))));
        assert_eq!(list.next_url().as_deref(), Some("/u/?cursor=1"));
    }

    #[test]
    fn an_offset_moves_by_what_came() {
        let mut list =
            Listing::new("/u?a=1&offset=50&limit=5".into(), Paging::Offset("offset"), 50, None);
        assert_eq!(list.next_url().as_deref(), Some("/u?a=1&offset=50&limit=5"));
        list.take(Some(&page(5, Some(57), None)));
        assert_eq!(list.next_url().as_deref(), Some("/u?a=1&limit=5&offset=55"));
        list.take(Some(&page(2, Some(57), None)));
        assert_eq!(list.next_url(), None);
    }

    #[test]
    fn a_number_moves_by_one_until_nothing_comes() {
        let mut list = Listing::new("/u?per_page=10".into(), Paging::Number("page"), 1, None);
        list.next_url();
        list.take(Some(&page(10, None, None)));
        assert_eq!(list.next_url().as_deref(), Some("/u?per_page=10&page=2"));
        list.take(Some(&page(0, None, None)));
        assert_eq!(list.next_url(), None);
    }

    #[test]
    fn a_limit_cuts_the_last_page_and_asks_for_no_more() {
        let mut list = Listing::new("/u".into(), Paging::Offset("offset"), 0, Some(7));
        list.next_url();
        assert_eq!(list.take(Some(&page(5, Some(100), None))), 5);
        assert!(list.next_url().is_some());
        assert_eq!(list.take(Some(&page(5, Some(100), None))), 2);
        assert_eq!(list.next_url(), None);
        assert_eq!(Listing::new("/u".into(), Paging::Cursor, 0, Some(0)).next_url(), None);
    }
}
