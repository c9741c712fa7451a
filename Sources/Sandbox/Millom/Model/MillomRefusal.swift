/// An error that ends a request to Millom.
struct MillomRefusal: Error {
    let cause: MillomCause
    let message: String
    /// nil: the cause's.
    var status: Int?

    init(_ cause: MillomCause, _ message: String? = nil, status: Int? = nil) {
        self.cause = cause
        self.message = message ?? cause.message
        self.status = status
    }

    var reply: Reply {
        let body = MillomJSON.members(["cause": .text(cause.rawValue), "errorMessage": .text(message)])
        let status = status ?? cause.status
        return Reply(status: status, code: status, body: body.bytes)
    }
}
