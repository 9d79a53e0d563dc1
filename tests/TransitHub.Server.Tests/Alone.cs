namespace TransitHub.Server.Tests;

/// <summary>Tests that look at all of /metrics: figures of a process are those of every hub in it, so no other may be there meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
