//! `cargo tailprint check`: reports the problems of assets.

use crate::assets::collect;
use crate::cli::{AssetSource, Check, Format};
use crate::package::{self, Problems};
use crate::support::failure::Failure;
use crate::support::findings::{View, interface};
use crate::support::terminal::{Progress, print, print_json, print_styled, renderer};
use crate::support::{findings, interrupt};

/// Prints all problems to the standard output, since they are the output of this command.
pub(crate) fn check(options: &Check) -> Result<(), Failure> {
    interrupt::listen()?;
    let found = problems(&options.source)?;
    let renderer = renderer(&std::io::stdout());
    let from_folder = options.source.from.is_some();
    let view = View { all: options.all, interface: interface(from_folder) };
    for Problems { package, problems } in &found {
        match options.format {
            Format::Human => print_styled(&findings::human(problems, package, view, &renderer)),
            Format::Json => print_json(&findings::json(problems)),
        }
    }
    if options.format == Format::Human && found.iter().all(|found| found.problems.is_empty()) {
        print("no problems\n");
    }
    let failed = found.iter().any(|found| findings::has_errors(&found.problems));
    if failed { Err(Failure::Problems) } else { Ok(()) }
}

fn problems(source: &AssetSource) -> Result<Vec<Problems>, Failure> {
    let progress = Progress::new();
    progress.say("checking");
    let Some(from) = &source.from else { return package::check(&source.package) };
    let (folder, collected) = collect::run(from, &source.folder, &[])?;
    Ok(vec![Problems { package: folder.base, problems: collected.problems }])
}
