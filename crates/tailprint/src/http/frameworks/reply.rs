//! Answers as frameworks with types of their own want them.

use http::{HeaderMap, Method, Response};

use super::super::draft::Draft;
use super::super::headers::Value;
use super::super::respond::{Answer, broken};
use super::super::service::State;
use super::super::{Body, Service};
use super::headers::spare;

impl Service {
    /// Answers a request of a framework with types of its own, on another thread if a file is read.
    pub(super) fn reply<D: Draft>(
        self,
        method: Method,
        path: &str,
        headers: HeaderMap,
    ) -> Reply<D> {
        let respond = |answer: Answer, headers| {
            spare(headers);
            answer.response(D::default())
        };
        Reply(self.begin(method, path, headers, respond))
    }
}

/// The response to come in the type of a framework.
pub(super) struct Reply<D: Draft>(State<D::Response>);

impl<D: Draft> Reply<D> {
    pub(super) async fn response(self) -> D::Response {
        let response = match self.0 {
            State::Ready(response) => response,
            State::Reading(task) => task.await.ok().map(converted::<D>),
        };
        response.unwrap_or_else(broken::<D>)
    }
}

/// The same response in the type of a framework.
fn converted<D: Draft>(response: Response<Body>) -> D::Response {
    let (parts, body) = response.into_parts();
    let mut draft = D::default();
    for (name, value) in &parts.headers {
        draft.append(name.clone(), Value::Own(value.clone()));
    }
    draft.finish(parts.status, body)
}
