extension Catalogue {
    private struct Terms {
        var accessTypes = ["MOBILE"]
        var isRepeatable = false
        var isCancellable = true
        var orderTypes = ["NEW", "CHANGE"]
        var quotas: [QuotaTemplate] = []
        var bindingName: String?
        var expires = false
    }

    private static func addOn(
        _ id: Int, _ name: String, _ norwegian: String, _ english: String,
        with adjust: (inout Terms) -> Void = { _ in }
    ) -> AddOnKind {
        var terms = Terms()
        adjust(&terms)
        return AddOnKind(
            product: CatalogueProduct(
                id: id, name: name,
                texts: [CatalogueText(type: "DESCRIPTION", norwegian: norwegian, english: english)]),
            accessTypes: terms.accessTypes, isRepeatable: terms.isRepeatable,
            isCancellable: terms.isCancellable, orderTypes: terms.orderTypes, quotas: terms.quotas,
            bindingName: terms.bindingName, expires: terms.expires)
    }

    static let addOnKinds: [AddOnKind] = [
        addOn(698, "Tvilling", "To SIM-kort på samme nummer", "Two SIM cards on one number"),
        addOn(701, "Data-SIM", "Ekstra SIM-kort for nettbrett", "An extra SIM card for a tablet") {
            $0.isRepeatable = true
            $0.quotas = [.data(.whole(20))]
        },
        addOn(710, "Ekstra data 1GB", "1 GB ekstra denne måneden", "1 GB more this month") {
            $0.accessTypes = ["MOBILE", "MBB"]
            $0.isRepeatable = true
            $0.isCancellable = false
            $0.orderTypes = ["NEW"]
            $0.quotas = [.data(.whole(1))]
            $0.expires = true
        },
        addOn(711, "Ekstra data 512MB", "Et halvt GB ekstra", "Half a GB more") {
            $0.accessTypes = ["MOBILE", "MBB", "M2M"]
            $0.isRepeatable = true
            $0.quotas = [.data(.whole(512), unit: "MB"), .data(.decimal(0.5))]
            $0.expires = true
        },
        addOn(720, "Utland Pluss", "Ring og surf i 60 land", "Call and surf in 60 countries") {
            $0.quotas = [.data(.decimal(2.5)), .freeCalls]
        },
        addOn(721, "Reisepakke Sjø og Luft", "Dekning på båt og fly", "Coverage on ships and planes") {
            $0.isRepeatable = true
            $0.quotas = [.data(.whole(200), unit: "MB")]
            $0.expires = true
        },
        addOn(730, "Trygg Bedrift", "Sikkerhet på mobil og PC", "Security on phone and PC") {
            $0.accessTypes = ["MOBILE", "MBB"]
        },
        addOn(731, "Nettvern+", "Stopper farlige sider", "Stops dangerous pages") {
            $0.accessTypes = ["MOBILE", "MBB"]
            $0.orderTypes = ["NEW", "CHANGE", "CANCEL"]
        },
        addOn(740, "Mobil Sentralbord", "Køer, menyer og hvilemelding", "Queues and menus") {
            $0.bindingName = "Sentralbord 36 mnd. binding"
            $0.isCancellable = false
        },
        addOn(741, "Delbetaling telefon", "Nedbetaling av utstyr", "Paying off equipment") {
            $0.bindingName = "Utstyr 24 mnd. binding"
            $0.orderTypes = []
            $0.expires = true
        },
        addOn(750, "Fast IP", "Fast offentlig IP-adresse", "A fixed public IP address") {
            $0.accessTypes = ["MBB", "M2M"]
        },
        addOn(751, "Privat APN", "Lukket nett for utstyr", "A closed network for equipment") {
            $0.accessTypes = ["M2M"]
            $0.bindingName = "APN 12 mnd. binding"
        },
        addOn(752, "Driftsvarsling", "Varsel ved utfall", "A warning at outages") {
            $0.accessTypes = ["M2M", "MBB"]
        },
    ]
}
