//! [`Draft`]: a response while it is made, in the type of whatever sends it.

use http::header::{HeaderMap, HeaderName};
use http::{Response, StatusCode};

use super::Body;
use super::headers::Value;

/// A response while it is made. A framework with types of its own has one, so that no header field is written twice.
pub(crate) trait Draft: Default {
    type Response;

    /// Adds a header field behind those of the same name. A value with octets that no value may have is left out.
    fn append(&mut self, name: HeaderName, value: Value);

    fn finish(self, status: StatusCode, body: Body) -> Self::Response;
}

impl Draft for HeaderMap {
    type Response = Response<Body>;

    #[inline]
    fn append(&mut self, name: HeaderName, value: Value) {
        if let Some(value) = value.into_header() {
            self.append(name, value);
        }
    }

    #[inline]
    fn finish(self, status: StatusCode, body: Body) -> Response<Body> {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = self;
        response
    }
}
