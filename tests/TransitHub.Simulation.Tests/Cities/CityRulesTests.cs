using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Cities;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Simulation.Tests.Cities;

public sealed class CityRulesTests
{
    [Fact]
    public void The_city_breaks_no_rule_of_the_canonical_validator()
    {
        var feed = new PlainFeed(SampleCity.Load().Gtfs.ToArray());

        Assert.Empty(CanonicalRules.Broken(feed, ServiceDate.From(2026, 11, 23)));
        Assert.Empty(CanonicalRules.Broken(feed, ServiceDate.From(2026, 4, 6)));
    }

    [Fact]
    public void Three_copies_of_the_city_break_none() =>
        Assert.Empty(CanonicalRules.Broken(new PlainFeed(SampleCity.Load(new SampleCityOptions { Copies = 3 }).Gtfs.ToArray()), ServiceDate.From(2026, 11, 23)));
}
