//! Knows the visitor of a web page.
