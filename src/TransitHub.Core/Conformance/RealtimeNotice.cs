using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance;

/// <summary>One finding.</summary>
/// <param name="Code">The rule.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Feed">The feed it is in.</param>
/// <param name="Entity">The entity's id, empty if it is about the feed.</param>
/// <param name="Message">What was found, and what to do.</param>
public sealed record RealtimeNotice(string Code, NoticeSeverity Severity, string Feed, string Entity, string Message);
