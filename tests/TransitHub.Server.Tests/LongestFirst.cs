using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(TransitHub.Server.Tests.LongestFirst))]

namespace TransitHub.Server.Tests;

/// <summary>Begins with the classes that take longest, so that the others run beside them and nobody waits for them in the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [nameof(Roles.ChaosTests), "UpstreamLeaseTests", "CountTotalsTests", "DeployFilesTests"];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(PlaceOf).ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains('.' + name, StringComparison.Ordinal)) is var place and >= 0 ? place : Longest.Length;
}
