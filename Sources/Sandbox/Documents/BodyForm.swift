/// One of the four forms in which a detail is cached.
struct BodyForm: Sendable {
    let language: Language
    let isCompressed: Bool
}

/// The cached bodies of one subscription, each made on its first request.
struct FinishedBodies: Sendable {
    private var norwegian: [UInt8]?
    private var norwegianCompressed: [UInt8]?
    private var english: [UInt8]?
    private var englishCompressed: [UInt8]?

    subscript(form: BodyForm) -> [UInt8]? {
        get {
            switch (form.language, form.isCompressed) {
            case (.norwegian, false): norwegian
            case (.norwegian, true): norwegianCompressed
            case (.english, false): english
            case (.english, true): englishCompressed
            }
        }
        set {
            switch (form.language, form.isCompressed) {
            case (.norwegian, false): norwegian = newValue
            case (.norwegian, true): norwegianCompressed = newValue
            case (.english, false): english = newValue
            case (.english, true): englishCompressed = newValue
            }
        }
    }
}
