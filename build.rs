//! Rebuilds the crate when the knowledge that is compiled into it changes.
fn main() {
    println!("cargo:rerun-if-changed=knowledge");
    println!("cargo:rerun-if-changed=assets");
}
