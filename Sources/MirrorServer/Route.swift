/// The server's routes.
enum Route: Equatable {
    case page
    case reportList
    case reportPage(String)
    case reports
    case report(String)
    case relation(String)
    case status
    case health
    case metrics
    case openAPI

    /// Nil for an unknown path.
    init?(_ path: [String]) {
        switch path {
        case [""]: self = .page
        case ["report"]: self = .reportList
        case ["healthz"]: self = .health
        case ["metrics"]: self = .metrics
        case ["api", "v1", "reports"]: self = .reports
        case ["api", "v1", "status"]: self = .status
        case ["api", "v1", "openapi.json"]: self = .openAPI
        default:
            if path.count == 2, path[0] == "report" {
                self = .reportPage(path[1])
            } else if path.count == 4, path[0] == "api", path[1] == "v1", path[2] == "report" {
                self = .report(path[3])
            } else if path.count == 4, path[0] == "api", path[1] == "v1", path[2] == "relation" {
                self = .relation(path[3])
            } else {
                return nil
            }
        }
    }
}
