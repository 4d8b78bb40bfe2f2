//! Words that carry no subject of their own.

/// Articles, pronouns, auxiliaries, prepositions, question words and the fillers of chat.
const FUNCTION_WORDS: &str = "a about actually again all alright already also am an and any anyone anybody are arent as at be been being \
but by can cannot cant could couldnt did didnt do does doesnt doing done dont each either else even ever every few for from get gets getting \
give go goes going got had has hasnt have havent having he hello her here hey hi him his hm hmm how i id if ill im in instead into is isnt it its \
itself ive just kind know let like lol lot maybe may me mean might mine more most much many must my name need no nor not now of off oh ok okay on one \
ones only or other others our out over own per please pretty quick quite rather really right roughly same say see shall she should shouldnt \
so some somebody someone something sort still such sure tell than thank thanks that thats the their them then there theres these they theyre thing \
things think this those though thought through to too typical typically until up us usual usually very want wanted was wasnt way we well were \
what whatever when where whether which while who whom whose why will with without wondering wont would wouldnt yeah yep yes yet you your \
youre hows whats wheres whos generally normal normally typically approximately approx average question questions guys folks people everyone \
everybody team curious wonder level stage role job person states usa us united america american nowadays days today currently case lovely great nice cool wow perfect awesome interesting damn ah fine last true exactly often";

/// Whether a word carries no subject of its own.
pub fn is_function_word(word: &str) -> bool {
    use std::collections::HashSet;
    use std::sync::LazyLock;
    static SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FUNCTION_WORDS.split_whitespace().collect());
    SET.contains(word)
}

/// Words of talk that say nothing of the matter and are left out before matching.
pub fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "actually"
            | "really"
            | "basically"
            | "honestly"
            | "literally"
            | "just"
            | "please"
            | "sorry"
            | "lol"
            | "lmao"
            | "haha"
            | "tbh"
            | "genuinely"
            | "anyway"
            | "anyways"
            | "ok"
            | "okay"
            | "hi"
            | "hello"
            | "hey"
            | "hiya"
            | "thanks"
            | "cheers"
            | "btw"
            | "hmm"
            | "hm"
            | "uh"
            | "uhh"
            | "um"
            | "simply"
            | "exactly"
            | "quick"
    )
}
