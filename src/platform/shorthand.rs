//! What is asked for, in few letters: how a button carries it. Fields are told apart by `,`, items of a field by `;`,
//! requests by `+`.

use std::fmt::Display;
use std::str::FromStr;

use crate::answer::{Amount, Assumptions, CareerAspect, EvidenceRequest, Outlook, PayRequest, Request, Unsaid};
use crate::evidence::files::Visibility;
use crate::knowledge::{Aspect, Basis, Cadence, Currency, Per};

const BASES: [(Basis, &str); 4] =
    [(Basis::Permanent, "p"), (Basis::Contract, "k"), (Basis::W2, "w"), (Basis::C2c, "c")];
const PERS: [(Per, &str); 5] =
    [(Per::Year, "y"), (Per::Month, "m"), (Per::Week, "w"), (Per::Day, "d"), (Per::Hour, "h")];
const CURRENCIES: [(Currency, &str); 4] =
    [(Currency::Usd, ""), (Currency::Cad, "c"), (Currency::Eur, "e"), (Currency::Gbp, "g")];
const CADENCES: [(Cadence, &str); 3] = [(Cadence::Daily, "d"), (Cadence::Weekly, "w"), (Cadence::Monthly, "m")];
const CAREER: [(CareerAspect, &str); 3] =
    [(CareerAspect::Years, "y"), (CareerAspect::Transition, "t"), (CareerAspect::Scope, "s")];
const ASPECTS: [(Aspect, &str); 4] =
    [(Aspect::Difference, "d"), (Aspect::Overlap, "o"), (Aspect::Litmus, "l"), (Aspect::Candidates, "c")];
const AUDIENCES: [(Visibility, &str); 2] = [(Visibility::Public, ""), (Visibility::Private, "p")];
const OFFICIAL: [(bool, &str); 2] = [(false, ""), (true, "o")];
const OUTLOOKS: [(Option<Outlook>, &str); 5] = [
    (None, ""),
    (Some(Outlook::Everything), "a"),
    (Some(Outlook::Growth), "g"),
    (Some(Outlook::Openings), "o"),
    (Some(Outlook::Employment), "e"),
];
const ASSUMED: [(bool, &str); 2] = [(false, ""), (true, "a")];
const UNSAID: [&str; 8] = ["", "A", "B", "C", "D", "E", "F", "G"];
const COMPARISONS: &str = "comparisons/";
/// Before what is asked for: what that stands on.
const SOURCES: char = 's';

/// Writes requests; nothing where they would not come back as they are.
pub fn written<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Option<String> {
    let requests: Vec<&Request> = requests.into_iter().collect();
    let short = requests.iter().map(|request| one(request)).collect::<Option<Vec<_>>>()?.join("+");
    let back = read(&short)?;
    back.iter().eq(requests).then_some(short)
}

/// Reads them.
pub fn read(short: &str) -> Option<Vec<Request>> {
    short.split('+').map(request).collect()
}

fn one(request: &Request) -> Option<String> {
    let fields = match request {
        Request::Article(id) => vec!["a".to_owned(), id.clone()],
        Request::Compare(id, aspect) => {
            vec!["c".to_owned(), id.strip_prefix(COMPARISONS)?.to_owned(), sign(&ASPECTS, aspect)]
        }
        Request::Work(role, cadence) => vec!["w".to_owned(), role.clone(), sign(&CADENCES, cadence)],
        Request::Ladder(role) => vec!["l".to_owned(), role.clone()],
        Request::Career { role, stages, about } => {
            vec!["k".to_owned(), role.clone(), stages.join(";"), sign(&CAREER, about)]
        }
        Request::Pay(pay) => with("p", pay_fields(pay), []),
        Request::Offer(pay, amount) => with("o", pay_fields(pay), [amount_field(amount)]),
        Request::Annual(pay, amounts, assumed) => {
            let amounts: Vec<String> = amounts.iter().map(amount_field).collect();
            with("y", pay_fields(pay), [amounts.join(";"), assumptions_field(assumed)])
        }
        Request::Evidence(evidence) => with("e", evidence_fields(evidence), []),
        Request::Sources(of) => return Some(format!("{SOURCES}{}", one(of)?)),
    };
    let line = fields.join(",");
    Some(line.trim_end_matches(',').to_owned())
}

fn with(kind: &str, fields: Vec<String>, more: impl IntoIterator<Item = String>) -> Vec<String> {
    std::iter::once(kind.to_owned()).chain(fields).chain(more).collect()
}

fn pay_fields(pay: &PayRequest) -> Vec<String> {
    let bases: Vec<String> = pay.bases.iter().map(|basis| sign(&BASES, basis)).collect();
    let assumed = sign(&ASSUMED, &pay.stage_assumed);
    vec![pay.role.clone(), pay.stages.join(";"), shown(pay.years), bases.concat(), assumed]
}

fn evidence_fields(evidence: &EvidenceRequest) -> Vec<String> {
    let EvidenceRequest {
        subjects,
        stage,
        years,
        country,
        year,
        remote,
        official,
        amounts,
        bases,
        assumed,
        audience,
        outlook,
    } = evidence;
    vec![
        subjects.join(";"),
        stage.clone().unwrap_or_default(),
        shown(*years),
        country.clone().unwrap_or_default(),
        shown(*year),
        shown(*remote),
        sign(&OFFICIAL, official),
        amounts.iter().map(amount_field).collect::<Vec<_>>().join(";"),
        bases.iter().map(|basis| sign(&BASES, basis)).collect::<String>(),
        if *assumed == Assumptions::default() { String::new() } else { assumptions_field(assumed) },
        sign(&AUDIENCES, audience),
        sign(&OUTLOOKS, outlook),
    ]
}

fn amount_field(amount: &Amount) -> String {
    let Unsaid { thousands, currency, per } = amount.unsaid;
    let unsaid = UNSAID[usize::from(thousands) + 2 * usize::from(currency) + 4 * usize::from(per)];
    format!("{}{}{}{unsaid}", amount.value, sign(&PERS, &amount.per), sign(&CURRENCIES, &amount.currency))
}

fn assumptions_field(assumed: &Assumptions) -> String {
    let Assumptions { hours, days, load } = assumed;
    format!("{hours};{days};{load}")
}

fn shown<T: Display>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn sign<T: PartialEq>(signs: &[(T, &str)], value: &T) -> String {
    signs.iter().find(|(of, _)| of == value).map_or_else(String::new, |(_, sign)| (*sign).to_owned())
}

fn request(short: &str) -> Option<Request> {
    if let Some(of) = short.strip_prefix(SOURCES) {
        return request(of).map(|of| Request::Sources(Box::new(of)));
    }
    let mut fields = short.split(',');
    let kind = fields.next()?;
    let mut next = || fields.next().unwrap_or_default();
    let request = match kind {
        "a" => Request::Article(next().to_owned()),
        "c" => Request::Compare(format!("{COMPARISONS}{}", next()), meant(&ASPECTS, next())?),
        "w" => Request::Work(next().to_owned(), meant(&CADENCES, next())?),
        "l" => Request::Ladder(next().to_owned()),
        "k" => Request::Career { role: next().to_owned(), stages: items(next()), about: meant(&CAREER, next())? },
        "p" => Request::Pay(pay(&mut next)?),
        "o" => Request::Offer(pay(&mut next)?, amount(next())?),
        "y" => {
            let (pay, amounts) = (pay(&mut next)?, items(next()));
            let amounts = amounts.iter().map(|text| amount(text)).collect::<Option<_>>()?;
            Request::Annual(pay, amounts, assumptions(next())?)
        }
        "e" => Request::Evidence(evidence(&mut next)?),
        _ => return None,
    };
    fields.next().is_none().then_some(request)
}

fn pay<'a>(next: &mut impl FnMut() -> &'a str) -> Option<PayRequest> {
    let (role, stages, years) = (next().to_owned(), items(next()), maybe(next())?);
    let (bases, stage_assumed) = (bases(next())?, meant(&ASSUMED, next())?);
    Some(PayRequest { role, stages, years, bases, stage_assumed })
}

fn evidence<'a>(next: &mut impl FnMut() -> &'a str) -> Option<EvidenceRequest> {
    Some(EvidenceRequest {
        subjects: items(next()),
        stage: text(next()),
        years: maybe(next())?,
        country: text(next()),
        year: maybe(next())?,
        remote: maybe(next())?,
        official: meant(&OFFICIAL, next())?,
        amounts: items(next()).iter().map(|text| amount(text)).collect::<Option<_>>()?,
        bases: bases(next())?,
        assumed: match next() {
            "" => Assumptions::default(),
            given => assumptions(given)?,
        },
        audience: meant(&AUDIENCES, next())?,
        outlook: meant(&OUTLOOKS, next())?,
    })
}

fn assumptions(short: &str) -> Option<Assumptions> {
    let mut numbers = short.split(';').map(|number| number.parse().ok());
    Some(Assumptions { hours: numbers.next()??, days: numbers.next()??, load: numbers.next()?? })
}

fn bases(short: &str) -> Option<Vec<Basis>> {
    short.split_inclusive(|_: char| true).map(|basis| meant(&BASES, basis)).collect()
}

/// `170000y`, `95he`; a capital says which of it was not said.
fn amount(short: &str) -> Option<Amount> {
    let (value, signs) = short.split_at(short.find(|c: char| c.is_ascii_alphabetic())?);
    let (per, rest) = signs.split_at_checked(1)?;
    let (currency, unsaid) = rest.split_at(rest.find(|c: char| c.is_ascii_uppercase()).unwrap_or(rest.len()));
    let flags = UNSAID.iter().position(|sign| *sign == unsaid)?;
    let unsaid = Unsaid { thousands: flags & 1 != 0, currency: flags & 2 != 0, per: flags & 4 != 0 };
    Some(Amount {
        value: value.parse().ok()?,
        per: meant(&PERS, per)?,
        currency: meant(&CURRENCIES, currency)?,
        unsaid,
    })
}

fn items(short: &str) -> Vec<String> {
    short.split(';').filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn text(short: &str) -> Option<String> {
    (!short.is_empty()).then(|| short.to_owned())
}

/// A number or none; nothing where it is neither.
fn maybe<T: FromStr>(short: &str) -> Option<Option<T>> {
    if short.is_empty() { Some(None) } else { short.parse().ok().map(Some) }
}

fn meant<T: Copy>(signs: &[(T, &str)], short: &str) -> Option<T> {
    signs.iter().find(|(_, sign)| *sign == short).map(|(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay_of(stages: &[&str], bases: &[Basis]) -> PayRequest {
        let stages = stages.iter().map(|stage| (*stage).to_owned()).collect();
        PayRequest {
            role: "mlops-engineer".to_owned(),
            stages,
            years: Some(3.5),
            bases: bases.to_vec(),
            stage_assumed: true,
        }
    }

    fn every_kind() -> Vec<Request> {
        let role = || "mlops-engineer".to_owned();
        let unsaid = Unsaid { thousands: true, currency: false, per: true };
        let amount = Amount { value: 95.5, per: Per::Hour, currency: Currency::Eur, unsaid };
        let stages = vec!["mid".to_owned(), "senior".to_owned()];
        vec![
            Request::Article("faq/remote-work".to_owned()),
            Request::Compare("comparisons/mlops-engineer-vs-devops-engineer".to_owned(), Aspect::Litmus),
            Request::Work(role(), Cadence::Weekly),
            Request::Ladder(role()),
            Request::Sources(Box::new(Request::Ladder(role()))),
            Request::Career { role: role(), stages, about: CareerAspect::Transition },
            Request::Pay(PayRequest { role: role(), ..PayRequest::default() }),
            Request::Pay(pay_of(&["senior"], &[Basis::W2, Basis::C2c])),
            Request::Offer(pay_of(&[], &[]), Amount { per: Per::Month, ..amount }),
            Request::Annual(pay_of(&["mid"], &[]), vec![amount, amount], Assumptions::default()),
            Request::Evidence(EvidenceRequest { subjects: vec![role()], ..EvidenceRequest::default() }),
            Request::Evidence(EvidenceRequest {
                subjects: vec![role(), "data-engineer".to_owned()],
                stage: Some("mid".to_owned()),
                years: Some(2.0),
                country: Some("DE".to_owned()),
                year: Some(2024),
                remote: Some(50),
                official: true,
                amounts: vec![amount, amount],
                bases: vec![Basis::W2],
                assumed: Assumptions { days: 180.0, ..Assumptions::default() },
                audience: Visibility::Private,
                outlook: Some(Outlook::Openings),
            }),
        ]
    }

    #[test]
    fn every_kind_comes_back_as_it_was_alone_and_together() {
        let all = every_kind();
        for request in &all {
            let short = written([request]).unwrap();
            assert_eq!(read(&short).as_deref(), Some(std::slice::from_ref(request)), "{short}");
        }
        assert_eq!(read(&written(&all).unwrap()), Some(all));
    }

    #[test]
    fn what_would_not_come_back_is_not_written() {
        let odd = |id: &str| Request::Article(id.to_owned());
        assert!(["a,b", "a+b"].iter().all(|id| written([&odd(id)]).is_none()));
        assert!(["", "z,1", "o,r,s", "w,r,x", "l,r,more", "y,r,,,,1y,8"].iter().all(|bad| read(bad).is_none()));
    }
}
