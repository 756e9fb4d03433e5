//! `cargo tailprint check`.

use std::path::Path;

use crate::cli::{Check, Format, Source};
use crate::failure::Failure;
use crate::package::{self, Problems};
use crate::terminal::{Progress, print, renderer};
use crate::{collect, findings, interrupt};

/// Prints all problems; they are the output of this command, so they go to the standard output.
pub(crate) fn check(options: &Check) -> Result<(), Failure> {
    interrupt::listen()?;
    let found = problems(&options.source)?;
    let renderer = renderer(&std::io::stdout());
    for Problems { package, problems } in &found {
        print(&match options.format {
            Format::Human => findings::human(problems, package, &renderer),
            Format::Json => findings::json(problems),
        });
    }
    if options.format == Format::Human && found.iter().all(|found| found.problems.is_empty()) {
        print("no problems\n");
    }
    let failed = found.iter().any(|found| findings::has_errors(&found.problems));
    if failed { Err(Failure::Problems) } else { Ok(()) }
}

fn problems(source: &Source) -> Result<Vec<Problems>, Failure> {
    let progress = Progress::new();
    progress.say("checking");
    let Some(from) = &source.from else { return package::check(&source.package) };
    let (folder, collected) = collect::run(from, &source.folder, &[])?;
    Ok(vec![Problems { package: folder.base, problems: collected.problems }])
}

/// Shows problems on the standard error, where they are not the output of the command.
pub(crate) fn show(problems: &[tailprint_build::tool::Finding], base: &Path) {
    let renderer = renderer(&std::io::stderr());
    crate::terminal::print_error(&findings::human(problems, base, &renderer));
}
