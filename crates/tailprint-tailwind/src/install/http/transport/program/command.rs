//! The command lines of the programs.
//!
//! None of them reads a configuration file, asks a question, follows a redirect or tries again.

use std::path::Path;
use std::process::Command;

use super::super::super::Network;
use super::super::super::url::is_https;
use super::super::USER_AGENT;
use super::Kind;

/// Returns the command that prints the bytes of `url`, from `start` on where the program can do that.
pub(super) fn of(kind: Kind, path: &Path, url: &str, start: u64, network: &Network) -> Command {
    let mut command = Command::new(path);
    match kind {
        Kind::Curl => curl(&mut command, url, start, network),
        Kind::Wget => wget(&mut command, url, network),
        Kind::PowerShell => powershell(&mut command, url, start),
    }
    if let Some(proxy) = &network.proxy {
        // On a command line, other users of the machine would see its password.
        command.env("https_proxy", proxy).env("http_proxy", proxy);
    }
    if let Some(hosts) = &network.no_proxy {
        command.env("no_proxy", hosts);
    }
    command
}

fn curl(command: &mut Command, url: &str, start: u64, network: &Network) {
    // `-q` has to be the first.
    command.args(["-q", "--silent", "--show-error", "--include", "--suppress-connect-headers"]);
    // Every byte that arrives counts, if the rest is late.
    command.args(["--no-buffer", "--globoff", "--user-agent", USER_AGENT]);
    command.args(["--proto", if is_https(url) { "=https" } else { "=http" }]);
    let connect = network.patience.connect.as_secs_f64();
    command.args(["--connect-timeout", &format!("{connect:.3}")]);
    if let Some(certificates) = &network.certificates {
        command.arg("--cacert").arg(certificates);
    }
    if start > 0 {
        command.args(["--range", &format!("{start}-")]);
    }
    command.args(["--url", url]);
}

/// Without ranges: wget gives other bytes than the server if the server ignores a range.
fn wget(command: &mut Command, url: &str, network: &Network) {
    command.args(["--no-config", "--no-verbose", "--server-response", "--output-document=-"]);
    command.args(["--max-redirect=0", "--tries=1", "--no-hsts", "--no-netrc", "--no-cookies"]);
    command.args([&format!("--user-agent={USER_AGENT}"), "--no-iri"]);
    let connect = network.patience.connect.as_secs_f64();
    command
        .args([format!("--dns-timeout={connect:.3}"), format!("--connect-timeout={connect:.3}")]);
    if let Some(certificates) = &network.certificates {
        command.arg("--ca-certificate").arg(certificates);
    }
    command.arg("--").arg(url).env("LC_ALL", "C");
}

/// Prints what `curl --include` prints. The address is plain ASCII without `"`, and `'` is doubled.
fn powershell(command: &mut Command, url: &str, start: u64) {
    let url = url.replace('\'', "''");
    let range = if start > 0 { format!("$r.AddRange([long]{start});") } else { String::new() };
    command.args(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command"]);
    command.arg(format!(
        "$ErrorActionPreference='Stop';\
         [Net.ServicePointManager]::SecurityProtocol=[Net.SecurityProtocolType]::Tls12;\
         $r=[Net.WebRequest]::Create('{url}');$r.AllowAutoRedirect=$false;$r.UserAgent='{USER_AGENT}';{range}\
         if($env:https_proxy){{$r.Proxy=New-Object Net.WebProxy($env:https_proxy)}};\
         try{{$a=$r.GetResponse()}}catch{{$e=$_.Exception;while($e.InnerException -and !$e.Response){{$e=$e.InnerException}};\
         $a=$e.Response;if(!$a){{[Console]::Error.WriteLine('powershell: '+$e.Message);exit 1}}}};\
         $n=[string][char]13+[char]10;$h='HTTP/1.1 '+[int]$a.StatusCode+$n;\
         foreach($k in 'Content-Range','Location'){{$h+=$k+': '+$a.Headers[$k]+$n}};\
         $b=[Text.Encoding]::ASCII.GetBytes($h+$n);$o=[Console]::OpenStandardOutput();\
         $o.Write($b,0,$b.Length);$a.GetResponseStream().CopyTo($o);$o.Flush()"
    ));
}
