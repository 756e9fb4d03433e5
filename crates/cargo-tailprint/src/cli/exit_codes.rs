//! The exit codes that help texts tell.

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0    success (warnings do not count)
  1    the assets have errors
  2    the command could not run: wrong options, unreadable files, a build that fails for another reason
  130  interrupted";

pub(super) const EXIT_CODES_OF_PUSH: &str = "\
Exit codes:
  0    success
  1    the assets have errors
  2    the command did not finish: wrong options, a store that does not answer, another name in the way
  130  interrupted";

pub(super) const EXIT_CODES_OF_RELEASES: &str = "\
Exit codes:
  0    success
  2    the command did not finish: wrong options, a store that does not answer
  130  interrupted";

pub(super) const EXIT_CODES_OF_DEV: &str = "\
Exit codes:
  2    the command could not start: wrong options, no program to run, a port that is in use
  130  stopped, by Ctrl-C for example";

pub(super) const EXIT_CODES_OF_CHANGES: &str = "\
Exit codes:
  0    success
  2    nothing was changed: wrong options, an error, or the question was not answered with yes
  130  interrupted, nothing was changed";

pub(super) const EXIT_CODES_OF_INIT: &str = "\
Exit codes:
  0    success
  1    steps are left to be done by hand
  2    nothing was changed: wrong options, an error, or the question was not answered with yes
  130  interrupted, nothing was changed";

pub(super) const EXIT_CODES_OF_TEXTS: &str = "\
Exit codes:
  0    success
  2    wrong options, or nothing can be written";

pub(super) const EXIT_CODES_OF_EXPLAIN: &str = "\
Exit codes:
  0    it was found
  1    there is no such asset or class
  2    the command could not run: wrong options, a build that fails";

#[cfg(feature = "pin")]
pub(super) const EXIT_CODES_OF_LISTS: &str = "\
Exit codes:
  0    success
  2    the command could not run: wrong options, nothing is pinned, a registry that does not answer";

#[cfg(feature = "pin")]
pub(super) const EXIT_CODES_OF_AUDIT: &str = "\
Exit codes:
  0    there are none
  1    there are vulnerabilities
  2    the command could not run: wrong options, a registry that has no advisories";

pub(super) const EXIT_CODES_OF_REPORT: &str = "\
Exit codes:
  0    success
  1    a size is above its budget, or the assets have errors
  2    the command could not run: wrong options, unreadable files, a build that fails for another reason
  130  interrupted";

pub(super) const EXIT_CODES_OF_CSS: &str = "\
Exit codes:
  0    success
  1    an error, and nothing was written
  2    wrong options";

pub(super) const EXIT_CODES_OF_DOCTOR: &str = "\
Exit codes:
  0    no errors or warnings (notes do not count)
  1    errors or warnings
  2    the command could not run: wrong options, no package
  130  interrupted";
