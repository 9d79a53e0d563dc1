namespace TransitHub.Gtfs.Merging;

/// <summary>Feeds that cannot be merged; the message says why and what to do.</summary>
public sealed class MergeException(string message) : Exception(message);
