//! Rows of different lengths, contiguous in memory.

use bytemuck::Pod;

use super::stored::{Slice, Stored, Writer};

/// A list of lists that lives in two arrays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows<T: Clone + 'static> {
    ends: Slice<u32>,
    items: Slice<T>,
}

impl<T: Copy + Default> Rows<T> {
    /// Groups pairs by key, keeping their order within a key; keys at or past `rows` are dropped.
    pub(crate) fn grouped(rows: usize, pairs: impl Iterator<Item = (u32, T)> + Clone) -> Rows<T> {
        let mut ends = vec![0u32; rows];
        let inside = |key: &u32| (*key as usize) < rows;
        pairs.clone().filter(|(key, _)| inside(key)).for_each(|(key, _)| ends[key as usize] += 1);
        let mut total = 0;
        for end in &mut ends {
            (*end, total) = (total, total + *end);
        }
        let mut items = vec![T::default(); total as usize];
        for (key, item) in pairs.filter(|(key, _)| inside(key)) {
            let place = &mut ends[key as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Rows { ends: ends.into(), items: items.into() }
    }

    /// Adds one row after the last.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.items.to_mut().extend(row);
        self.ends.to_mut().push(self.items.len() as u32);
    }

    /// One row; empty where there is none.
    pub(crate) fn row(&self, index: usize) -> &[T] {
        let start = index.checked_sub(1).map_or(0, |before| self.end(before));
        self.items.get(start..self.end(index)).unwrap_or_default()
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Every row, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[T]> + Clone {
        (0..self.len()).map(|index| self.row(index))
    }

    /// Changes every item of every row.
    pub(crate) fn for_each(&mut self, change: impl FnMut(&mut T)) {
        self.items.to_mut().iter_mut().for_each(change);
    }

    fn end(&self, index: usize) -> usize {
        self.ends.get(index).map_or(0, |end| *end as usize)
    }
}

impl<T: Pod> Rows<T> {
    pub(crate) fn save(&self, to: &mut Writer) {
        to.add(&self.ends);
        to.add(&self.items);
    }

    pub(crate) fn open(from: &mut Stored) -> Option<Rows<T>> {
        Some(Rows { ends: from.take()?, items: from.take()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_in_order_and_drops_keys_outside() {
        let pairs = [(2, 'a'), (0, 'b'), (2, 'c'), (7, 'd')];
        let rows = Rows::grouped(3, pairs.into_iter());
        assert_eq!(rows.iter().collect::<Vec<_>>(), [&['b'][..], &[], &['a', 'c']]);
    }

    #[test]
    fn a_row_that_is_not_there_is_empty() {
        let mut rows = Rows::default();
        rows.push([1, 2]);
        rows.push([3]);
        assert_eq!((rows.row(1), rows.row(5)), (&[3][..], &[][..]));
    }
}
