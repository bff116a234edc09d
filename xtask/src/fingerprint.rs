//! Tells whether what a step made is still what it would make.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A step's note of what it read and what it wrote.
pub struct Stamp {
    file: PathBuf,
    inputs: Vec<PathBuf>,
    outputs: Vec<PathBuf>,
}

impl Stamp {
    /// Names the note of a step, the files or folders it reads, and those it writes.
    pub fn new(file: PathBuf, inputs: Vec<PathBuf>, outputs: Vec<PathBuf>) -> Self {
        Self { file, inputs, outputs }
    }

    /// True if neither what was read nor what was written has changed since the note was made.
    pub fn is_fresh(&self) -> bool {
        let noted = fs::read_to_string(&self.file);
        matches!((noted, self.fingerprint()), (Ok(noted), Ok(now)) if noted == now)
    }

    /// Makes the note, once the step has succeeded.
    ///
    /// # Errors
    /// When a file can't be read or the note can't be written.
    pub fn save(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(&self.file, self.fingerprint()?)?)
    }

    fn fingerprint(&self) -> Result<String> {
        let mut hasher = DefaultHasher::new();
        for path in self.inputs.iter().chain(&self.outputs) {
            hash(path, &mut hasher)?;
        }
        Ok(format!("{:016x}", hasher.finish()))
    }
}

fn hash(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.hash(hasher);
    if !path.is_dir() {
        fs::read(path).with_context(|| format!("read {}", path.display()))?.hash(hasher);
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash(entry, hasher))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_fresh_until_a_file_read_or_written_changes() -> Result<()> {
        let home = std::env::temp_dir().join(format!("userkey-stamp-{}", std::process::id()));
        let (input, output) = (home.join("in"), home.join("out"));
        fs::create_dir_all(&input)?;
        fs::write(input.join("a"), "1")?;
        let stamp = Stamp::new(home.join("stamp"), vec![input.clone()], vec![output.clone()]);
        assert!(!stamp.is_fresh(), "nothing was made yet");

        fs::write(&output, "made")?;
        stamp.save()?;
        assert!(stamp.is_fresh());
        fs::write(input.join("a"), "2")?;
        assert!(!stamp.is_fresh(), "an input changed");

        stamp.save()?;
        fs::write(&output, "meddled with")?;
        assert!(!stamp.is_fresh(), "an output changed");
        fs::remove_dir_all(home)?;
        Ok(())
    }
}
