import HTTPTypes

/// The answer to a request.
struct Answer: Sendable, Equatable {
    var status: HTTPResponse.Status
    var body = ""
    var headers: [HTTPField.Name: String] = [:]
    /// Whether to stop reading from the connection.
    var closes = false

    init(_ status: HTTPResponse.Status, body: String = "", headers: [HTTPField.Name: String] = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// An error in the format of an operator's specification.
    ///
    /// Source: millom-notify.yaml, `ErrorResponse`.
    static func error(_ status: HTTPResponse.Status, _ type: String, _ description: String) -> Answer {
        Answer(status, body: #"{"errorType":"\#(type)","description":"\#(description)"}"#)
    }

    /// An error of the token endpoint, in the format of RFC 6749 section 5.2.
    static func tokenError(_ status: HTTPResponse.Status, _ error: String) -> Answer {
        Answer(
            status, body: #"{"error":"\#(error)"}"#,
            headers: status == .unauthorized ? [.wwwAuthenticate: #"Basic realm="submirror""#] : [:])
    }

    static let tooMany = {
        var answer = error(.tooManyRequests, "QUOTA_EXCEEDED", "too many requests at one time")
        answer.headers[.retryAfter] = "1"
        return answer
    }()

    static let stopping = {
        var answer = Answer(.serviceUnavailable, headers: [.retryAfter: "10"])
        answer.closes = true
        return answer
    }()

    static let tooLarge = {
        var answer = Answer(.contentTooLarge)
        answer.closes = true
        return answer
    }()

    static let notStored = {
        var answer = error(.internalServerError, "INTERNAL_ERROR", "it could not be stored: send it again")
        answer.headers[.retryAfter] = "10"
        return answer
    }()

    static let unauthorized = Answer(.unauthorized, headers: [.wwwAuthenticate: #"Bearer realm="submirror""#])

    func head() -> HTTPResponse {
        var fields = HTTPFields()
        for (name, value) in headers { fields[name] = value }
        fields[.contentLength] = "\(body.utf8.count)"
        if !body.isEmpty { fields[.contentType] = "application/json" }
        fields[.cacheControl] = "no-store"
        if closes { fields[.connection] = "close" }
        return HTTPResponse(status: status, headerFields: fields)
    }
}
