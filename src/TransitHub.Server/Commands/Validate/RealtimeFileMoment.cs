using TransitHub.Core.Conformance;

namespace TransitHub.Server.Commands.Validate;

/// <summary>The files of one moment.</summary>
/// <param name="UnixSeconds">The moment.</param>
/// <param name="Feeds">What they hold.</param>
internal sealed record RealtimeFileMoment(long UnixSeconds, IReadOnlyList<RealtimeFeed> Feeds);
