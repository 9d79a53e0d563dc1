using TransitHub.Server.Roles.Fusion;

namespace TransitHub.Server.Tests.Roles;

public sealed class FusionShareTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(7, 3)]
    [InlineData(64, 5)]
    [InlineData(3, 5)]
    public void Shares_differ_by_one_at_most_and_add_up_to_all_shards(int shards, int processes)
    {
        int[] shares = [.. Enumerable.Range(0, processes).Select(rank => new FusionShare(rank, processes).Of(shards))];
        Assert.Equal(shards, shares.Sum());
        Assert.True(shares.Max() - shares.Min() <= 1);
    }
}
