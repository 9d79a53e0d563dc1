using System.Collections.Immutable;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>Sees whether states and changes are of the very same objects.</summary>
internal static class SameState
{
    public static void Assert(HubSnapshot expected, HubSnapshot actual)
    {
        Xunit.Assert.Equal(expected.Sequence, actual.Sequence);
        Xunit.Assert.Equal(expected.CreatedAt, actual.CreatedAt);
        Assert(expected.Vehicles, actual.Vehicles);
        Assert(expected.Trips, actual.Trips);
        Assert(expected.Unseen, actual.Unseen);
        Assert(expected.Crowding, actual.Crowding);
        Assert(expected.Headways, actual.Headways);
        Assert(expected.Passages, actual.Passages);
        Xunit.Assert.Equal(expected.Cameras, actual.Cameras);
        Xunit.Assert.Equal(expected.Congestion, actual.Congestion);
        Xunit.Assert.Equal(expected.ModelShares, actual.ModelShares);
        Assert(expected.UpstreamAlerts, actual.UpstreamAlerts);
    }

    public static void Assert(SnapshotChanges expected, SnapshotChanges actual)
    {
        Assert(expected.Vehicles, actual.Vehicles);
        Assert(expected.Trips, actual.Trips);
        Assert(expected.Unseen, actual.Unseen);
        Assert(expected.Crowding, actual.Crowding);
        Xunit.Assert.Equal(expected.RemovedVehicles, actual.RemovedVehicles);
        Xunit.Assert.Equal(expected.RemovedTrips, actual.RemovedTrips);
        Xunit.Assert.Equal(expected.RemovedUnseen, actual.RemovedUnseen);
        Xunit.Assert.Equal(expected.RemovedCrowding, actual.RemovedCrowding);
    }

    private static void Assert<T>(ImmutableArray<T> expected, ImmutableArray<T> actual)
        where T : class =>
        Xunit.Assert.True(expected.AsEnumerable().SequenceEqual(actual, ReferenceEqualityComparer.Instance), $"{expected.Length} of {typeof(T).Name} are others than {actual.Length}.");
}
