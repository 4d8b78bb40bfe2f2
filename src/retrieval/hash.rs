//! One hash for texts: the same on every machine and in every version, for what is kept in files.

/// FNV-1a of 64 bits with a last mix.
pub(crate) fn hash(text: &str) -> u64 {
    let fold = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let sum = text.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, fold);
    sum ^ (sum >> 29)
}
