//! Signatures of session requests: who signs knows the application's secret.

use hmac::Hmac;
use serde_json::{Map, Value};
use sha1::Sha1;
use sha2::Sha256;

use super::body::{integer, scalar};
use super::errors::Error;
use crate::digest::hmac;

/// How far the signer's clock may be off, in seconds.
const TOLERANCE: u64 = 3600;

/// Checks the signature of a body; one without any passes.
///
/// # Errors
///
/// [`Error::Invalid`] if the timestamp is too far off, [`Error::UnexpectedSignature`].
pub fn check(body: &Map<String, Value>, secret: &str, now: i64) -> Result<(), Error> {
    let Some(signature) = body.get("signature") else { return Ok(()) };
    let timestamp = body.get("timestamp").and_then(integer);
    if timestamp.is_none_or(|timestamp| timestamp.abs_diff(now) > TOLERANCE) {
        return Err(Error::field("timestamp", "invalid timestamp"));
    }
    let message = string_to_sign(body);
    let expected = [hmac::<Hmac<Sha1>>(secret, &message), hmac::<Hmac<Sha256>>(secret, &message)];
    if expected.contains(&scalar(signature)) { Ok(()) } else { Err(Error::UnexpectedSignature) }
}

/// Writes the text that is signed: all fields but the signature, sorted, values as they are.
fn string_to_sign(body: &Map<String, Value>) -> String {
    let mut parts: Vec<String> = body
        .iter()
        .filter(|(name, _)| *name != "signature")
        .map(|(name, value)| match value {
            Value::Object(fields) => {
                let pair = |(key, value)| format!("{name}[{key}]={}", scalar(value));
                let mut pairs: Vec<String> = fields.iter().map(pair).collect();
                joined(&mut pairs)
            }
            _ => format!("{name}={}", scalar(value)),
        })
        .collect();
    joined(&mut parts)
}

/// Sorts as JavaScript does and joins.
fn joined(parts: &mut [String]) -> String {
    parts.sort_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const VECTORS: &str =
        include_str!("../../../tests/fixtures/connectycube/signature-vectors.json");

    fn vectors() -> Vec<Value> {
        serde_json::from_str(VECTORS).unwrap()
    }

    fn checked(vector: &Value, off: i64) -> Result<(), Error> {
        let mut body = vector["params"].as_object().unwrap().clone();
        let now = body["timestamp"].as_i64().unwrap() + off;
        body.insert("signature".to_owned(), vector["signature"].clone());
        check(&body, vector["secret"].as_str().unwrap(), now)
    }

    #[test]
    fn every_vector_is_taken_or_refused_as_it_should() {
        for vector in vectors() {
            let params = vector["params"].as_object().unwrap();
            assert_eq!(string_to_sign(params), vector["string_to_sign"], "{vector}");
            let checked = checked(&vector, 0);
            let refused = matches!(checked, Err(Error::UnexpectedSignature));
            let valid = vector["valid"] == true;
            assert_eq!((checked.is_ok(), refused), (valid, !valid), "{vector}");
        }
    }

    #[test]
    fn the_clock_may_be_off_by_an_hour_and_is_looked_at_first() {
        let vectors = vectors();
        for off in [-3600, 3600] {
            assert!(checked(&vectors[0], off).is_ok());
        }
        for (vector, off) in
            [(&vectors[0], 3601), (&vectors[0], -3601), (vectors.last().unwrap(), 3601)]
        {
            assert!(matches!(checked(vector, off), Err(Error::Invalid(_))), "{off}");
        }
    }

    #[test]
    fn a_form_is_signed_like_json_and_what_is_not_signed_passes() {
        let vector = &vectors()[0];
        let mut body = json!({ "application_id": "21", "auth_key": "AUTHKEY", "nonce": "1234",
            "timestamp": "1700000000", "signature": vector["signature"] });
        assert!(check(body.as_object().unwrap(), "SECRET", 1_700_000_000).is_ok());
        body["signature"] = json!(null);
        assert!(check(body.as_object().unwrap(), "SECRET", 1_700_000_000).is_err());
        body.as_object_mut().unwrap().remove("signature");
        assert!(check(body.as_object().unwrap(), "SECRET", 0).is_ok());
    }
}
