//! A table that forgets what wasn't used lately, so that nobody can fill the memory (rule Q).

use std::collections::BTreeMap;
use std::mem;

/// The most entries of a table.
pub const MAX_ENTRIES: usize = 100_000;

/// A map in two generations: what is used moves to the young one; when that is full, the old one is dropped.
///
/// It is ordered, not hashed: keys come from strangers, who could choose them to collide.
#[derive(Debug)]
pub struct Table<K, V> {
    young: BTreeMap<K, V>,
    old: BTreeMap<K, V>,
    half: usize,
}

impl<K: Ord + Clone, V> Table<K, V> {
    /// A table of at most `max` entries.
    pub fn new(max: usize) -> Self {
        Self { young: BTreeMap::new(), old: BTreeMap::new(), half: (max / 2).max(1) }
    }

    /// The entry of that key, if it is still there.
    pub fn get(&mut self, key: &K) -> Option<&mut V> {
        if let Some(value) = self.old.remove(key) {
            self.insert(key.clone(), value);
        }
        self.young.get_mut(key)
    }

    /// The entry of that key, or what `make` makes.
    pub fn get_or(&mut self, key: &K, make: impl FnOnce() -> V) -> &mut V {
        let known = self.young.remove(key).or_else(|| self.old.remove(key));
        let value = known.unwrap_or_else(make);
        self.make_room();
        self.young.entry(key.clone()).or_insert(value)
    }

    /// Sets an entry.
    pub fn insert(&mut self, key: K, value: V) {
        self.remove(&key);
        self.make_room();
        self.young.insert(key, value);
    }

    fn make_room(&mut self) {
        if self.young.len() >= self.half {
            self.old = mem::take(&mut self.young);
        }
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &K) {
        self.young.remove(key);
        self.old.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_q_a_table_stays_small_and_keeps_what_is_used() {
        let mut table = Table::new(100);
        for n in 0..10_000 {
            table.insert(n, n);
            assert!(table.get(&0).is_some(), "it is used all the time");
            assert!(table.young.len() + table.old.len() <= 100);
        }
        assert_eq!(table.get(&1), None);
        assert_eq!(table.get(&9_999), Some(&mut 9_999));
        *table.get_or(&0, || 7) += 5;
        assert_eq!(table.get(&0), Some(&mut 5));
        assert_eq!(*table.get_or(&-1, || 7), 7);
        table.remove(&0);
        assert_eq!(table.get(&0), None);
    }
}
