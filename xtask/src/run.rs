//! Runs a command as a named step: progress while it runs, its output when it fails.

use std::io::{self, BufRead, BufReader, PipeReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::progress::Progress;

const TICK: Duration = Duration::from_millis(200);
/// How long a process that has ended may leave its output open, held by a child that it forgot.
const LINGER: Duration = Duration::from_secs(2);

/// What a command has said, on both of its outputs in order, and how it ended.
pub struct Outcome {
    pub output: String,
    pub status: ExitStatus,
}

/// Runs a command that must succeed and hands back what it said.
///
/// # Errors
/// When it can't be started or fails; its output is shown and the error names the command to type.
pub fn run(name: &str, command: &mut Command) -> Result<String> {
    let outcome = capture(name, command)?;
    if !outcome.status.success() {
        eprintln!("{}", outcome.output.trim_end());
        bail!("{name}: {}; to see it alone, type: {}", outcome.status, shell(command));
    }
    Ok(outcome.output)
}

/// Runs a command to its end, whatever that is.
///
/// # Errors
/// When it can't be started.
pub fn capture(name: &str, command: &mut Command) -> Result<Outcome> {
    let (reader, writer) = io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let spawned = command.spawn();
    // The command holds the pipe's writing end as long as it is told to use it.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = spawned.with_context(|| {
        format!("{name}: {} could not be started", command.get_program().display())
    })?;
    let mut progress = Progress::start(name);
    let output = follow(&mut child, &lines_of(reader), &mut progress)?;
    let status = child.wait()?;
    progress.finish(status.success());
    Ok(Outcome { output, status })
}

fn lines_of(reader: PipeReader) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
            line.clear();
        }
    });
    receiver
}

fn follow(child: &mut Child, lines: &Receiver<String>, progress: &mut Progress) -> Result<String> {
    let mut output = String::new();
    let mut ended: Option<Instant> = None;
    loop {
        match lines.recv_timeout(TICK) {
            Ok(line) => {
                progress.note(&line);
                output.push_str(&line);
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(output),
            Err(RecvTimeoutError::Timeout) => {
                progress.tick();
                if ended.is_none() && child.try_wait()?.is_some() {
                    ended = Some(Instant::now());
                }
                if ended.is_some_and(|at| at.elapsed() >= LINGER) {
                    return Ok(output);
                }
            }
        }
    }
}

/// Writes a command as one would type it, with the directory and the variables that were set for it.
pub fn shell(command: &Command) -> String {
    let mut words = Vec::new();
    if let Some(directory) = command.get_current_dir() {
        words.push(format!("cd {} &&", quote(&directory.to_string_lossy())));
    }
    for (name, value) in command.get_envs() {
        let value = value.map(|value| value.to_string_lossy());
        if let Some(value) = value.filter(|value| is_typed(&name.to_string_lossy(), value)) {
            words.push(format!("{}={}", name.display(), quote(&value)));
        }
    }
    words.push(quote(&command.get_program().to_string_lossy()));
    words.extend(command.get_args().map(|argument| quote(&argument.to_string_lossy())));
    words.join(" ")
}

/// Leaves out what a person neither types nor needs to see a step fail.
fn is_typed(name: &str, value: &str) -> bool {
    name != "PATH" && !value.contains(char::is_control)
}

fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_are_captured_in_order() -> Result<()> {
        let outcome = capture("echo", &mut sh("echo one; echo two >&2; echo three"))?;
        assert_eq!(outcome.output, "one\ntwo\nthree\n");
        assert!(outcome.status.success());
        Ok(())
    }

    #[test]
    fn a_failing_step_names_itself_and_the_command_to_type() {
        let error = run("the step", &mut sh("exit 3")).map_err(|error| error.to_string());
        let message = "the step: exit status: 3; to see it alone, type: sh -c 'exit 3'";
        assert_eq!(error, Err(message.into()));
    }

    #[test]
    fn a_forgotten_child_that_holds_the_output_open_does_not_hang_the_step() -> Result<()> {
        let started = Instant::now();
        let outcome = capture("forgetful", &mut sh("sleep 20 & echo done"))?;
        assert_eq!(outcome.output, "done\n");
        assert!(started.elapsed() < Duration::from_secs(15));
        Ok(())
    }

    #[test]
    fn a_command_is_written_as_one_would_type_it() {
        let mut command = Command::new("npm");
        command.current_dir("my pkg").env("CHROME", "/usr/bin/chromium").args(["ci", "it's"]);
        assert_eq!(shell(&command), r"cd 'my pkg' && CHROME=/usr/bin/chromium npm ci 'it'\''s'");
    }
}
