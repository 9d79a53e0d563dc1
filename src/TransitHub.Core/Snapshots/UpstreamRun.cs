namespace TransitHub.Core.Snapshots;

/// <summary>That what is told of a run is another agency's word, and which.</summary>
/// <param name="Source">Names its feed.</param>
/// <param name="Entity">Its FeedEntity, repaired, as it is published; not to be changed.</param>
public sealed record UpstreamRun(string Source, byte[] Entity);
