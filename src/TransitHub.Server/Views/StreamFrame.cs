namespace TransitHub.Server.Views;

/// <summary>An event of <c>/v1/stream</c> in bytes, in parts laid end to end, so that many readers share the work of making it.</summary>
/// <param name="Name">Its kind.</param>
/// <param name="Id">What to go on from; null: from the event before.</param>
/// <param name="Json">Its JSON, up to the moment at which it is written.</param>
/// <param name="Rest">The JSON behind that moment; empty: it has none, and <paramref name="Json"/> is all.</param>
internal sealed record StreamFrame(string Name, string? Id, byte[] Json, IReadOnlyList<byte[]> Rest);
