//! The fields of an object of the API, read from the description that tools read.

use serde_json::Value;

/// Objects in objects that are looked into.
const DEPTH: usize = 3;

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// With those that it is part of: `answers[].entry`.
    pub(super) name: String,
    /// Whether a body must have it.
    pub(super) required: bool,
    /// What it is.
    pub(super) said: String,
}

/// Every field of a schema, and of what is in it.
pub(super) fn fields(description: &Value, schema: &Value) -> Vec<Field> {
    let mut out = Vec::new();
    collect(description, schema, "", DEPTH, &mut out);
    out
}

fn collect(description: &Value, schema: &Value, before: &str, depth: usize, out: &mut Vec<Field>) {
    let schema = resolved(description, schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(description, part, before, depth, out);
    }
    let needed: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let list = if field["type"] == "array" { "[]" } else { "" };
        let full = format!("{before}{name}{list}");
        let said = field["description"].as_str().unwrap_or_default().to_owned();
        out.push(Field { name: full.clone(), required: needed.contains(&name.as_str()), said });
        let inner = if list.is_empty() { field } else { &field["items"] };
        if depth > 1 {
            collect(description, inner, &format!("{full}."), depth - 1, out);
        }
    }
}

/// What a reference leads to.
fn resolved<'a>(description: &'a Value, schema: &'a Value) -> &'a Value {
    let path = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    path.and_then(|path| description.pointer(path)).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_of_fields_have_their_whole_name() {
        let inner = json!({"properties": {"b": {"type": "string", "description": "B."}}});
        let outer = json!({"required": ["a"], "properties": {"a": {"type": "array", "items": {"$ref": "#/s/inner"}}}});
        let description = json!({"s": {"inner": inner, "outer": {"allOf": [{"$ref": "#/s/bare"}, outer]}}});
        let found = fields(&description, &json!({"$ref": "#/s/outer"}));
        let field = |name: &str, required, said: &str| Field { name: name.to_owned(), required, said: said.to_owned() };
        assert_eq!(found, [field("a[]", true, ""), field("a[].b", false, "B.")]);
    }
}
