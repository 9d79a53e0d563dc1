namespace TransitHub.Benchmarks.Gtfs;

/// <summary>A way to load the feed, run in a process of its own so that its peak memory is its own.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Does">What it does with the feed, for the table.</param>
/// <param name="Load">Loads the feed and gives the number of stop times it holds or passed.</param>
internal sealed record Contender(string Name, string Does, Func<string, long> Load);
