//! Servers in front of the app that read the old folder of files themselves.

use super::super::plan::Plan;
use super::super::project::Project;
use super::Survey;
use super::tailwind::calls::scripts;
use crate::support::walk;

/// Tells of blocks of nginx and Caddy that answer the URLs of the assets from a folder: the files with hashes are in the
/// program, so those blocks would answer 404.
pub(crate) fn by_hand(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let Some(files) = &survey.files else { return Ok(()) };
    if files.at_root() || collects(project, plan)? {
        return Ok(());
    }
    for file in walk::own_files(&project.root, &[]) {
        let name = file.file_name().to_string_lossy().to_ascii_lowercase();
        if !name.contains("nginx") && !name.ends_with(".conf") && !name.starts_with("caddyfile") {
            continue;
        }
        let text = plan.text_or_empty(file.path())?;
        for line in blocks(&text, files.url.trim_end_matches('/')) {
            plan.note(format!(
                "{}:{line}: answers {} from a folder, in which the files with hashes are not: remove that block, so that \
                 the app answers, or fill the folder by `cargo tailprint collect`",
                project.shown(file.path()),
                files.url
            ));
        }
    }
    Ok(())
}

/// Returns true if a script of the app fills a folder with the files that have hashes.
fn collects(project: &Project, plan: &Plan) -> Result<bool, String> {
    for file in scripts(project) {
        if plan.text_or_empty(&file)?.contains("tailprint collect") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The lines at which a block for a URL begins that serves a folder.
fn blocks(text: &str, url: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &str| {
        let line = line.trim_start();
        let is_block = ["location", "handle", "handle_path", "route"]
            .iter()
            .any(|word| line.strip_prefix(word).is_some_and(|it| it.starts_with([' ', '\t'])));
        is_block && line.split_whitespace().any(|word| word.trim_end_matches(['/', '*']) == url)
    };
    let serves = |index: usize| {
        let rest = lines.get(index..).unwrap_or_default();
        let body = rest.iter().take_while(|line| line.trim() != "}");
        let mut words = body.flat_map(|line| line.split_whitespace());
        words.any(|word| ["alias", "root", "try_files", "file_server"].contains(&word))
    };
    let found = lines.iter().enumerate().filter(|(index, line)| begins(line) && serves(*index));
    found.map(|(index, _)| index + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_that_serve_the_folder_are_found_and_those_that_pass_on_are_not() {
        let nginx = "server {\n  location ^~ /static/ {\n    alias /srv/static/;\n  }\n  location / {\n    \
                     proxy_pass http://app;\n  }\n}\n";
        assert_eq!(blocks(nginx, "/static"), [2]);
        assert!(blocks(nginx, "/assets").is_empty());
        let passed =
            "location /static/ {\n  proxy_pass http://app;\n}\nlocation / {\n  root /srv;\n}\n";
        assert!(blocks(passed, "/static").is_empty());
        let caddy = "example.org {\n\thandle_path /static/* {\n\t\troot * /srv/static\n\t\tfile_server\n\t}\n}\n";
        assert_eq!(blocks(caddy, "/static"), [2]);
    }
}
