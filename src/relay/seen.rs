//! What a client sent, as it may be shown again.

/// At most 64 characters of `text`; controls, quotes, markup and whatever isn't ASCII are escaped.
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars().take(64) {
        match character {
            '<' | '>' | '&' => out.extend(character.escape_unicode()),
            _ => out.extend(character.escape_default()),
        }
    }
    out
}

/// Whether a character is a control, or turns the direction of the text around it.
pub const fn acts(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_h_what_is_shown_is_short_and_harmless() {
        assert_eq!(shown("a<b\n\"é"), "a\\u{3c}b\\n\\\"\\u{e9}");
        assert_eq!(shown(&"x".repeat(100)).len(), 64);
    }
}
