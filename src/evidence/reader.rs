//! Rows of a CSV of pay records, one after the other.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};

use super::row::{FIRST_YEAR, Level, Size, Terms};

/// The columns of a file of pay records, in the order in which they are written.
pub const COLUMNS: [&str; 11] = [
    "work_year",
    "experience_level",
    "employment_type",
    "job_title",
    "salary",
    "salary_currency",
    "salary_in_usd",
    "employee_residence",
    "remote_ratio",
    "company_location",
    "company_size",
];

/// A year's pay above this is a typing error.
const HIGHEST_USD: f64 = 5_000_000.0;

/// A record with its words still in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Raw<'a> {
    /// Counted from 2000.
    pub year: u8,
    /// Level of experience.
    pub level: Level,
    /// Terms of employment.
    pub terms: Terms,
    /// The title.
    pub title: &'a str,
    /// In its own currency.
    pub salary: u32,
    /// ISO 4217.
    pub currency: &'a str,
    /// In US dollars.
    pub usd: u32,
    /// Where the person lives.
    pub residence: [u8; 2],
    /// 0, 50 or 100.
    pub remote: u8,
    /// Where the company is.
    pub company: [u8; 2],
    /// Its size.
    pub size: Size,
}

/// Why a file cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no CSV, or cannot be read.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// It has other columns.
    #[error("there is no column `{0}`")]
    NoColumn(String),
}

/// Reads records with these columns, in any order among others; what a row holds, or why it cannot be used, goes to `take`
/// with its line.
///
/// # Errors
/// If the file cannot be read, or lacks a column.
pub fn read<R: Read>(
    source: R,
    columns: &[String; 11],
    mut take: impl FnMut(u64, Result<[&str; 11], String>),
) -> Result<(), ReadError> {
    let mut csv = ReaderBuilder::new().flexible(true).buffer_capacity(1 << 16).from_reader(source);
    let header = csv.byte_headers()?.clone();
    let at = places(&header, columns)?;
    let mut record = ByteRecord::new();
    while csv.read_byte_record(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        take(line, fields(&record, &at));
    }
    Ok(())
}

fn places(header: &ByteRecord, columns: &[String; 11]) -> Result<[Option<usize>; 11], ReadError> {
    let mut at = [None; 11];
    for (slot, name) in at.iter_mut().zip(columns).filter(|(_, name)| !name.is_empty()) {
        let place = header.iter().position(|h| trimmed(h) == name.as_bytes());
        *slot = Some(place.ok_or_else(|| ReadError::NoColumn(name.clone()))?);
    }
    Ok(at)
}

/// Without the mark that some programs put before UTF-8.
fn trimmed(header: &[u8]) -> &[u8] {
    header.strip_prefix(b"\xef\xbb\xbf").unwrap_or(header).trim_ascii()
}

fn fields<'r>(record: &'r ByteRecord, at: &[Option<usize>; 11]) -> Result<[&'r str; 11], String> {
    let mut out = [""; 11];
    for ((slot, place), name) in out.iter_mut().zip(at).zip(COLUMNS) {
        let Some(place) = place else { continue };
        let bytes = record.get(*place).ok_or_else(|| format!("`{name}` is missing"))?;
        *slot = std::str::from_utf8(bytes).map_err(|_| format!("`{name}` is not UTF-8 text"))?.trim();
    }
    Ok(out)
}

/// A record from its fields, in the order of [`COLUMNS`].
///
/// # Errors
/// What is wrong with which field.
pub fn parse<'a>(fields: &[&'a str; 11]) -> Result<Raw<'a>, String> {
    let [year, level, terms, title, salary, currency, usd, residence, remote, company, size] = *fields;
    if title.is_empty() {
        return Err("`job_title` is empty".to_owned());
    }
    if !(currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase())) {
        return Err(format!("`salary_currency` is `{}`, not a code of three letters", short(currency)));
    }
    Ok(Raw {
        year: self::year(year)?,
        level: Level::parse(level).ok_or_else(|| not("experience_level", level, "EN, MI, SE or EX"))?,
        terms: Terms::parse(terms).ok_or_else(|| not("employment_type", terms, "FT, PT, CT or FL"))?,
        title,
        salary: amount("salary", salary, f64::from(u32::MAX))?,
        currency,
        usd: amount("salary_in_usd", usd, HIGHEST_USD)?,
        residence: country("employee_residence", residence)?,
        remote: self::remote(remote)?,
        company: country("company_location", company)?,
        size: Size::parse(size).ok_or_else(|| not("company_size", size, "S, M or L"))?,
    })
}

fn not(name: &str, value: &str, wanted: &str) -> String {
    format!("`{name}` is `{}`, not {wanted}", short(value))
}

/// A value as an error shows it.
fn short(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(30).collect()
}

fn year(text: &str) -> Result<u8, String> {
    let year: u16 = text.parse().map_err(|_| not("work_year", text, "a year"))?;
    let since = year.checked_sub(FIRST_YEAR).and_then(|y| u8::try_from(y).ok()).filter(|y| *y <= 100);
    since.ok_or_else(|| not("work_year", text, "a year from 2000 to 2100"))
}

fn amount(name: &str, text: &str, highest: f64) -> Result<u32, String> {
    let value: f64 = text.parse().map_err(|_| not(name, text, "an amount"))?;
    if !(1.0..=highest).contains(&value) {
        return Err(format!("`{name}` is {}, which no year's pay is", short(text)));
    }
    // Within the bounds of u32 by the line above.
    Ok(value.round() as u32)
}

fn remote(text: &str) -> Result<u8, String> {
    match text {
        "0" => Ok(0),
        "50" => Ok(50),
        "100" => Ok(100),
        _ => Err(not("remote_ratio", text, "0, 50 or 100")),
    }
}

fn country(name: &str, text: &str) -> Result<[u8; 2], String> {
    match *text.as_bytes() {
        [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok([a, b]),
        _ => Err(not(name, text, "a country code of two letters")),
    }
}

/// The columns under their usual names.
pub fn usual_columns() -> [String; 11] {
    COLUMNS.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [&str; 11] = ["2024", "SE", "FT", "Data Engineer", "150000", "USD", "150000", "US", "100", "US", "M"];

    fn with(at: usize, value: &'static str) -> Result<u32, String> {
        let mut fields = GOOD;
        fields[at] = value;
        parse(&fields).map(|raw| raw.usd)
    }

    #[test]
    fn every_field_is_looked_at() {
        assert_eq!(parse(&GOOD).map(|r| (r.year, r.usd)), Ok((24, 150_000)));
        let bad = ["1999", "senior", "", " ", "-1", "usd", "9e9", "USA", "25", "us", "XL"];
        for (at, value) in bad.into_iter().enumerate().filter(|(at, _)| *at != 3) {
            assert!(with(at, value).is_err_and(|why| why.contains(COLUMNS[at])), "{value}");
        }
        assert!(with(3, "").is_err() && with(6, "NaN").is_err() && with(6, "inf").is_err());
    }

    #[test]
    fn columns_may_stand_in_any_order() {
        let text = "\u{feff}company_size,job_title,work_year,experience_level,employment_type,salary,salary_currency,\
                    salary_in_usd,employee_residence,remote_ratio,company_location\nM,X,2024,SE,FT,1,USD,2,US,0,US\n";
        let mut seen = Vec::new();
        read(text.as_bytes(), &usual_columns(), |line, fields| {
            seen.push((line, fields.map(|f| (f[0].len(), f[3].to_owned()))))
        })
        .unwrap();
        assert_eq!(seen, [(2, Ok((4, "X".to_owned())))]);
        assert!(read(&b"a,b\n"[..], &usual_columns(), |_, _| {}).is_err());
    }
}
