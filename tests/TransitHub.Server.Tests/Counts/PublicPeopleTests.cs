using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;

namespace TransitHub.Server.Tests.Counts;

public sealed class PublicPeopleTests
{
    [Theory]
    [InlineData(5, 5)]
    [InlineData(7.4, 5)]
    [InlineData(7.5, 10)]
    [InlineData(23, 25)]
    [InlineData(212, 210)]
    public void Numbers_are_told_in_steps_of_the_bound(double waiting, int told) =>
        Assert.Equal((told, (int?)null), (PublicPeople.Of(new PeopleEstimate(waiting, waiting, waiting), 5).Waiting, PublicPeople.Of(new PeopleEstimate(waiting, waiting, waiting), 5).FewerThan));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.4, 0, 2)]
    [InlineData(1, 0, 9)]
    [InlineData(4.99, 1, 40)]
    [InlineData(double.NaN, 0, 0)]
    public void Of_none_and_of_few_the_same_is_told(double waiting, double low, double high)
    {
        var told = PublicPeople.Of(new PeopleEstimate(waiting, low, high), 5);

        Assert.Equal(new PublicPeople(null, null, null, 5), told);
        Assert.All(Enum.GetValues<CrowdingLevel>(), level => Assert.Equal(level == CrowdingLevel.Unknown ? level : CrowdingLevel.Empty, told.Told(level)));
    }

    [Fact]
    public void The_interval_is_told_in_whole_steps_on_both_sides_and_not_below_none()
    {
        Assert.Equal(new PublicPeople(20, 10, 35, null), PublicPeople.Of(new PeopleEstimate(21, 12, 33), 5));
        Assert.Equal(new PublicPeople(5, 0, 15, null), PublicPeople.Of(new PeopleEstimate(6, 0, 15), 5));
    }

    [Fact]
    public void One_person_more_changes_what_is_told_of_a_crowd_only_where_a_step_ends()
    {
        PublicPeople[] told = [.. Enumerable.Range(0, 101).Select(n => PublicPeople.Of(new PeopleEstimate(n, n * 0.8, n * 1.2), 5))];

        int changes = told.Zip(told.Skip(1)).Count(p => p.First.Waiting != p.Second.Waiting || p.First.FewerThan != p.Second.FewerThan);
        Assert.Equal(20, changes);
        Assert.Single(told.Take(5).Distinct());
    }

    [Fact]
    public void A_bound_of_one_tells_all_and_a_larger_one_less()
    {
        Assert.Equal(3, PublicPeople.Of(new PeopleEstimate(3, 2, 4), 1).Waiting);
        Assert.Equal(new PublicPeople(null, null, null, 20), PublicPeople.Of(new PeopleEstimate(19, 10, 30), 20));
        Assert.Equal(40, PublicPeople.Of(new PeopleEstimate(33, 20, 50), 20).Waiting);
    }

    [Fact]
    public void Evidence_is_as_old_as_its_minute() =>
        Assert.Equal(Timestamp.FromUnixSeconds(1_795_395_300), PublicPeople.Told(Timestamp.FromUnixSeconds(1_795_395_347).AddMilliseconds(123)));
}
