// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let testSupport: [Target.Dependency] = [
    "MirrorCore", "MirrorReading", "MirrorStore", "Pacing", "Schema", grdb,
]
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")

let serviceLifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }

func product(_ name: String, dependsOn dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, of dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "submirror",
    products: [.executable(name: "submirror", targets: ["submirror"])],
    traits: [
        .trait(name: "XLSX", description: "export --format xlsx, with the system's libxlsxwriter."),
        .default(enabledTraits: ["XLSX"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The system's zlib: gzip for the sandbox.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // Compressed replies for the client.
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        // Compressed documents for the store.
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        // statfs(2), which the toolchain's Glibc module leaves out.
        .systemLibrary(name: "CStatfs"),
        // sqlite3_db_config(), which is variadic, for Swift.
        .systemLibrary(name: "CSQLite"),
        // SQLite's memory: counted without a lock, and limited.
        .target(name: "CSQLiteMemory"),
        // What the package's build writes into the binary.
        .target(name: "CBuild"),
        // Writes XLSX files; only for the trait XLSX.
        .systemLibrary(
            name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

        .target(
            name: "Schema", dependencies: ["MirrorCore", "CSQLite", crypto, grdb], path: "schema",
            exclude: ["generated", "released"],
            resources: [
                .embedInCode("migrations"), .embedInCode("views"), .embedInCode("as_of"),
                .embedInCode("reports"), .embedInCode("journal"), .embedInCode("fragments"),
                .embedInCode("learned"), .embedInCode("explain"), .embedInCode("months"),
                .embedInCode("audits"),
            ],
            swiftSettings: strict),
        product("Files", dependsOn: []),
        product("Pacing", dependsOn: []),
        product("MirrorCore", dependsOn: ["Pacing", crypto]),
        product("PullJSON", dependsOn: []),
        product("ForeignTables", dependsOn: ["MirrorCore", "CDeflate"]),
        product("Audits", dependsOn: ["ForeignTables", "MirrorCore"]),
        product(
            "PacedHTTP",
            dependsOn: [
                "Files", "Pacing", "PullJSON", "CDeflate", httpClient, logging, crypto, nio("NIOCore"),
                nio("NIOHTTP1"), nio("NIOPosix"), nioSSL,
            ]),
        product("TelenorAPI", dependsOn: ["MirrorCore", "PacedHTTP", "Pacing", logging, crypto]),
        product(
            "MillomAPI", dependsOn: ["MirrorCore", "PacedHTTP", "Pacing", "PullJSON", logging]),
        product("Normalizer", dependsOn: ["MirrorCore", "PullJSON", crypto]),
        product(
            "MirrorStore", dependsOn: ["Files", "MirrorCore", "Pacing", "Schema", "CZstd", grdb, grdbSQLite]),
        product("ServedHTTP", dependsOn: [nio("NIOCore")]),
        product("MillomJournal", dependsOn: ["Files", "MirrorCore", "Schema", grdb, grdbSQLite]),
        product(
            "Backups",
            dependsOn: [
                "Exports", "Files", "MillomJournal", "MirrorCore", "MirrorReading", "MirrorStore", "Schema",
                crypto,
            ]),
        product(
            "MillomReceiver",
            dependsOn: [
                "MillomJournal", "MirrorCore", "PullJSON", "ServedHTTP", crypto, logging, serviceLifecycle,
                nioSSL,
                nio("NIOCore"), nio("NIOPosix"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
            ]),
        product(
            "Scheduler",
            dependsOn: [
                "Files", "MirrorCore", "PacedHTTP", "Pacing", "TelenorAPI", "MillomAPI", "Normalizer",
                "MirrorStore",
                logging,
            ]),
        product(
            "MirrorReading",
            dependsOn: [
                "CSQLiteMemory", "Files", "MirrorCore", "Pacing", "Schema", grdb, grdbSQLite,
                .target(name: "CXlsxWriter", condition: .when(traits: ["XLSX"])),
            ]),
        product("Reports", dependsOn: ["Exports", "MirrorCore", "MirrorReading", "Pacing", "Schema", grdb]),
        product(
            "Exports",
            dependsOn: ["Files", "MirrorCore", "MirrorReading", "Schema", crypto, grdb, grdbSQLite]),
        .target(
            name: "Pages",
            dependencies: [
                "Exports", "MirrorCore", "MirrorReading", "Reports", "Schema", crypto,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("templates")], swiftSettings: strict),
        product(
            "MirrorServer",
            dependsOn: [
                "CSQLiteMemory", "Exports", "Files", "MirrorCore", "MirrorReading", "Pacing", "Reports",
                "ServedHTTP", crypto, logging, serviceLifecycle, nio("NIOCore"), nio("NIOHTTP1"),
                nio("NIOPosix"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
            ]),
        product(
            "Sandbox",
            dependsOn: [
                "CZlib", crypto, httpClient, logging, unixSignals, nio("NIOCore"), nio("NIOHTTP1"),
                nio("NIOPosix"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
            ]),
        product("Proof", dependsOn: ["MirrorCore", "MirrorReading", "Sandbox"]),
        .executableTarget(
            name: "submirror",
            dependencies: [
                "Backups", "Files", "MirrorCore", "PacedHTTP", "Pacing", "TelenorAPI", "MillomAPI",
                "MillomJournal",
                "MillomReceiver", "MirrorServer", "Normalizer", "MirrorStore", "Scheduler", "MirrorReading",
                "Reports", "Exports", "Pages", "Audits", "ForeignTables", "Sandbox", "Schema", "Proof",
                "CBuild", "CDeflate", "CStatfs", "CZstd", crypto,
                .target(name: "CXlsxWriter", condition: .when(traits: ["XLSX"])),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Yams", package: "Yams"), logging, serviceLifecycle, unixSignals, nioSSL,
                nio("NIOCore"),
            ],
            resources: [.embedInCode("Drill/texts")], swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: testSupport, path: "Tests/TestSupport", swiftSettings: strict),
        // A server that plays its replies: for the clients' tests.
        .target(
            name: "ScriptedHTTP",
            dependencies: ["PacedHTTP", nio("NIOCore"), nio("NIOHTTP1"), nio("NIOPosix"), nioSSL],
            path: "Tests/ScriptedHTTP", swiftSettings: strict),
        tests("FilesTests", of: ["Files"]),
        tests("PacingTests", of: ["Pacing"]),
        tests("MirrorCoreTests", of: ["MirrorCore", "Pacing"]),
        tests("PullJSONTests", of: ["PullJSON"]),
        tests("ForeignTablesTests", of: ["ForeignTables", "MirrorCore", "CDeflate"]),
        tests(
            "AuditsTests",
            of: ["Audits", "ForeignTables", "MirrorReading", "MirrorStore", "MirrorCore", "Schema", grdb]),
        tests(
            "PacedHTTPTests",
            of: [
                "PacedHTTP", "Pacing", "PullJSON", "ScriptedHTTP", "CZlib", logging, nio("NIOCore"),
                nio("NIOEmbedded"), nio("NIOHTTP1"), nio("NIOPosix"), nioSSL,
            ]),
        tests("TelenorAPITests", of: ["TelenorAPI", "PacedHTTP", "Pacing", "ScriptedHTTP", logging]),
        tests(
            "MillomAPITests",
            of: ["MillomAPI", "MirrorCore", "PacedHTTP", "Pacing", "ScriptedHTTP", logging]),
        tests("NormalizerTests", of: ["Normalizer", "MirrorStore", "MirrorCore", "PullJSON", crypto]),
        tests(
            "MirrorStoreTests",
            of: ["Files", "MirrorStore", "MirrorCore", "Pacing", "Sandbox", "Schema", grdb]),
        tests(
            "SchedulerTests",
            of: [
                "Scheduler", "PacedHTTP", "Pacing", "TelenorAPI", "MillomAPI", "Normalizer", "MirrorStore",
                "MirrorReading",
                "Reports", "Exports", "MirrorCore", "Sandbox", "Proof", logging, grdb,
            ]),
        tests(
            "MirrorReadingTests",
            of: [
                "CSQLite", "CSQLiteMemory", "MillomJournal", "MirrorReading", "MirrorStore", "MirrorCore",
                "Schema",
                grdb, grdbSQLite,
            ]),
        tests(
            "ReportsTests",
            of: [
                "Reports", "Exports", "MirrorReading", "MirrorStore", "MirrorCore", "Pacing", "Schema", grdb,
            ]),
        tests(
            "ExportsTests",
            of: ["Exports", "Files", "MirrorReading", "MirrorStore", "MirrorCore", "Schema", crypto, grdb]),
        tests(
            "PagesTests",
            of: [
                "Exports", "Pages", "Reports", "MirrorReading", "MirrorCore", "Schema", crypto, grdb,
            ]),
        tests(
            "MillomJournalTests",
            of: [
                "Files", "MillomJournal", "MirrorCore", "Schema", grdb, nio("NIOCore"), nio("NIOHTTP1"),
                nio("NIOPosix"),
            ]),
        tests(
            "BackupsTests",
            of: ["Backups", "Files", "MillomJournal", "MirrorCore", "MirrorStore", grdb]),
        tests(
            "MillomReceiverTests",
            of: [
                "MillomJournal", "MillomReceiver", "MirrorCore", httpClient, logging, nioSSL,
                serviceLifecycle,
                nio("NIOCore"), nio("NIOHTTP1"), nio("NIOPosix"),
            ]),
        tests(
            "MirrorServerTests",
            of: [
                "MirrorServer", "MirrorStore", "Exports", "MirrorReading", "MirrorCore", "Reports", "Sandbox",
                "Schema", grdb, httpClient, logging, serviceLifecycle, nio("NIOCore"), nio("NIOHTTP1"),
            ]),
        tests(
            "SandboxTests",
            of: ["Sandbox", "ScriptedHTTP", httpClient, nio("NIOCore"), nio("NIOHTTP1")]),
        tests(
            "submirrorTests",
            of: [
                "submirror", "Schema", "ScriptedHTTP", crypto,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
