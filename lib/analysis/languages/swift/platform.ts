/** Modules that come with Swift's toolchain or Apple's systems. */
import { isAppleFramework } from "../c/system_headers.ts";

const words = (text: string) => text.trim().split(/\s+/);

/** https://github.com/swiftlang: the standard library, the core libraries, the C libraries, tools. */
const TOOLCHAIN = words(`
Swift SwiftShims Builtin _Concurrency _StringProcessing RegexBuilder Synchronization Observation Distributed Cxx
CxxStdlib _Differentiation _Volatile Foundation FoundationEssentials FoundationInternationalization
FoundationNetworking FoundationXML Dispatch XCTest Testing Glibc Musl Bionic Android WASILibc Darwin CRT WinSDK
ucrt PackageDescription PackagePlugin CompilerPluginSupport Runtime _Backtracing PlaygroundSupport Embedded`);

/** https://developer.apple.com/documentation/technologies, beside those that C's headers know. */
const APPLE = words(`
AccessorySetupKit ActivityKit AdServices AdSupport AlarmKit AppClip AppIntents AppTrackingTransparency
AppleArchive AssetsLibrary AudioVideoBridging AutomaticAssessmentConfiguration
AVFAudio AVRouting BackgroundAssets BrowserEngineKit BusinessChat CarPlay Charts Cinematic ClassKit ClockKit
ColorSync Combine Compression CoreNFC
CoreTransferable CreateML CreateMLComponents CryptoKit DataDetection DeveloperToolsSupport
DeviceActivity DeviceCheck DeviceDiscoveryUI DockKit DriverKit EndpointSecurity
ExposureNotification ExtensionFoundation ExtensionKit FamilyControls FileProvider FileProviderUI FinanceKit
FinderSync FoundationModels GameSave GroupActivities HealthKitUI HIDDriverKit Hypervisor IdentityLookup
IdentityLookupUI ImageCaptureCore ImagePlayground InputMethodKit IntentsUI JournalingSuggestions
LatentSemanticMapping LinkPresentation LiveCommunicationKit LockedCameraCapture MachO MailKit ManagedApp
ManagedAppDistribution ManagedSettings ManagedSettingsUI Matter MatterSupport MetalFX
MetalPerformanceShadersGraph MetricKit MLCompute MusicKit NearbyInteraction NewsstandKit ObjectiveC OSLog
PaperKit ParavirtualizedGraphics PencilKit PHASE PreferencePanes ProximityReader QuickLookThumbnailing
QuickLookUI RealityFoundation RealityKit RoomPlan SafetyKit ScreenTime SecurityFoundation SecurityInterface
SecurityUI SensitiveContentAnalysis SensorKit SharedWithYou SharedWithYouCore ShazamKit SoundAnalysis
StickerKit Spatial SwiftData Symbols SystemExtensions TabularData ThreadNetwork TipKit Translation TVML TVMLKit
TVServices TVUIKit Virtualization VisionKit vmnet WeatherKit
WidgetKit WorkoutKit XcodeKit XPC simd zlib libxml2 SQLite3 CommonCrypto`);

const KNOWN = new Set([...TOOLCHAIN, ...APPLE]);

/** True for a module that no manifest has to declare. */
export function isPlatformModule(name: string): boolean {
  return KNOWN.has(name) || isAppleFramework(name);
}
