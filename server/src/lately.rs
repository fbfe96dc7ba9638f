//! What was made lately and may be asked for again, within a bound of bytes.
//!
//! A key names all that a value depends on, versions included: a value never becomes wrong, it is no longer asked for. Of two halves, what
//! is found in the older one moves to the newer one; when that is full, the older half goes.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Values by key, each with the bytes that it counts for.
pub struct Lately<K, V> {
    /// Bytes that each half may count.
    half: u64,
    inner: Mutex<Inner<K, V>>,
}

struct Inner<K, V> {
    halves: [Half<K, V>; 2],
    forgotten: u64,
}

struct Half<K, V> {
    values: HashMap<K, (Arc<V>, u64)>,
    bytes: u64,
}

impl<K, V> Default for Half<K, V> {
    fn default() -> Half<K, V> {
        Half { values: HashMap::new(), bytes: 0 }
    }
}

/// How often all was forgotten when a value began to be made.
#[derive(Clone, Copy, Debug)]
pub struct Begun(u64);

impl<K: Eq + Hash + Clone, V> Lately<K, V> {
    pub fn new(bytes: u64) -> Lately<K, V> {
        Lately { half: bytes / 2, inner: Mutex::new(Inner { halves: Default::default(), forgotten: 0 }) }
    }

    /// To be called before anything is read of which a value is made.
    pub fn begin(&self) -> Begun {
        Begun(self.inner().forgotten)
    }

    pub fn get(&self, key: &K) -> Option<Arc<V>> {
        let mut inner = self.inner();
        let [newer, older] = &mut inner.halves;
        if let Some((value, _)) = newer.values.get(key) {
            return Some(value.clone());
        }
        let (value, bytes) = older.values.remove(key)?;
        older.bytes -= bytes;
        self.add(&mut inner, key.clone(), value.clone(), bytes);
        Some(value)
    }

    /// Keeps a value for which [`Lately::begin`] was called, unless all has been forgotten since: it may hold what had to go.
    pub fn keep(&self, begun: Begun, key: K, value: V, bytes: u64) -> Arc<V> {
        let value = Arc::new(value);
        let mut inner = self.inner();
        if inner.forgotten == begun.0 && bytes <= self.half {
            self.add(&mut inner, key, value.clone(), bytes);
        }
        value
    }

    /// Keeps nothing, nor what is being made: texts were erased.
    pub fn forget(&self) {
        let mut inner = self.inner();
        inner.halves = Default::default();
        inner.forgotten += 1;
    }

    fn add(&self, inner: &mut Inner<K, V>, key: K, value: Arc<V>, bytes: u64) {
        if inner.halves[0].bytes + bytes > self.half {
            inner.halves.swap(0, 1);
            inner.halves[0] = Half::default();
        }
        let newer = &mut inner.halves[0];
        newer.bytes += bytes;
        if let Some((_, replaced)) = newer.values.insert(key, (value, bytes)) {
            newer.bytes -= replaced;
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner<K, V>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(lately: &Lately<u8, u8>, key: u8) {
        lately.keep(lately.begin(), key, key, 10);
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let lately = Lately::new(60);
        for key in 0..100 {
            keep(&lately, key);
            assert_eq!(lately.get(&0).as_deref(), Some(&0));
        }
        let kept = (1..100).filter(|key| lately.get(key).is_some()).count();
        assert!((1..=5).contains(&kept), "{kept}");
        assert_eq!(lately.keep(lately.begin(), 200, 7, 31).as_ref(), &7);
        assert!(lately.get(&200).is_none(), "larger than a half");
    }

    #[test]
    fn what_was_begun_before_all_was_forgotten_is_not_kept() {
        let lately = Lately::new(60);
        keep(&lately, 1);
        let begun = lately.begin();
        lately.forget();
        assert_eq!(lately.keep(begun, 2, 2, 10).as_ref(), &2);
        assert!(lately.get(&1).is_none() && lately.get(&2).is_none());
        keep(&lately, 3);
        assert!(lately.get(&3).is_some());
    }
}
