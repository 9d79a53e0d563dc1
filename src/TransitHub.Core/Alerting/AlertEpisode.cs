using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Alerting;

/// <summary>An automatic alert: a condition from when it was first found until it was gone for long enough; immutable.</summary>
/// <param name="Id">The alert's id; the same over restarts.</param>
/// <param name="Kind">What was found.</param>
/// <param name="Since">When it was found first, Unix seconds.</param>
/// <param name="RaisedAt">When it had held long enough, Unix seconds.</param>
/// <param name="Alert">What riders would be told, as of then: it does not change with every state.</param>
/// <param name="Evidence">What shows it, as found last.</param>
/// <param name="FoundAt">When that was, Unix seconds.</param>
public sealed record AlertEpisode(string Id, AlertKind Kind, long Since, long RaisedAt, ServiceAlert Alert, AlertFinding Evidence, long FoundAt);
