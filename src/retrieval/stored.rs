//! An index as bytes: plain arrays, one after the other, that are used where they lie. Opening it copies nothing and
//! computes nothing, and what no question needs is never brought into memory.
//!
//! Bytes: for each array its length in bytes as a little-endian `u64`, its values, and zeros up to a multiple of 8.

use std::borrow::Cow;

use bytemuck::{AnyBitPattern, NoUninit};

/// Every array starts at a multiple of this, which is enough for all kinds of values that are stored.
const ALIGNMENT: usize = 8;

/// An array that was built here, or lies in the program.
pub(crate) type Slice<T> = Cow<'static, [T]>;

/// The weight of something that has a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(crate) struct Weighted {
    /// The number.
    pub at: u32,
    /// Its weight.
    pub weight: f32,
}

/// Writes arrays.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Adds an array.
    pub fn add<T: NoUninit>(&mut self, values: &[T]) {
        let bytes: &[u8] = bytemuck::cast_slice(values);
        self.0.extend((bytes.len() as u64).to_le_bytes());
        self.0.extend(bytes);
        self.0.resize(self.0.len().next_multiple_of(ALIGNMENT), 0);
    }

    /// All of them.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads them in the same order.
#[derive(Debug, Clone)]
pub struct Stored(&'static [u8]);

impl Stored {
    /// Bytes that [`Writer`] wrote, on a machine that has numbers the same way round.
    pub fn new(bytes: &'static [u8]) -> Option<Stored> {
        cfg!(target_endian = "little").then_some(Stored(bytes))
    }

    /// The next array; nothing where there is none of this kind.
    pub fn take<T: AnyBitPattern>(&mut self) -> Option<Slice<T>> {
        let (length, rest) = self.0.split_first_chunk::<ALIGNMENT>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (bytes, _) = rest.split_at_checked(length)?;
        self.0 = rest.get(length.next_multiple_of(ALIGNMENT)..)?;
        // Bytes that do not lie as they must are not used, rather than copied.
        bytemuck::try_cast_slice(bytes).ok().map(Cow::Borrowed)
    }

    /// The next array, of one value.
    pub fn one<T: AnyBitPattern>(&mut self) -> Option<T> {
        match *self.take::<T>()? {
            [value] => Some(value),
            _ => None,
        }
    }
}

/// Bytes that lie in the program as arrays of numbers must.
#[repr(C, align(8))]
pub struct Aligned<B: ?Sized>(pub B);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_in_order() {
        let mut writer = Writer::default();
        writer.add(&[1_u8, 2, 3]);
        writer.add(&[Weighted { at: 7, weight: 0.5 }]);
        writer.add::<u64>(&[]);
        let bytes: &'static [u64] = Vec::leak(bytemuck::pod_collect_to_vec(&writer.finish()));
        let mut stored = Stored::new(bytemuck::cast_slice(bytes)).unwrap();
        assert_eq!(stored.take::<u8>().unwrap()[..], [1, 2, 3]);
        assert_eq!(stored.clone().take::<u64>().unwrap().len(), 1, "any array of eight bytes");
        assert_eq!(stored.one::<Weighted>(), Some(Weighted { at: 7, weight: 0.5 }));
        assert_eq!(stored.clone().one::<u64>(), None, "no value is no single value");
        assert_eq!((stored.take::<u64>().unwrap().len(), stored.take::<u8>()), (0, None));
    }

    #[test]
    fn what_is_cut_is_not_read() {
        static CUT: Aligned<[u8; 16]> = Aligned([9, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(Stored::new(&CUT.0).unwrap().take::<u8>(), None);
        assert_eq!(Stored::new(&CUT.0[..4]).unwrap().take::<u8>(), None);
    }
}
