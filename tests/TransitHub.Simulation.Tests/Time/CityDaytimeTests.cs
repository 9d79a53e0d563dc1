using NodaTime;
using TransitHub.Core.Time;
using TransitHub.Simulation.Time;

namespace TransitHub.Simulation.Tests.Time;

public sealed class CityDaytimeTests
{
    private const string Bangkok = "Asia/Bangkok";

    public static TheoryData<int> UtcHours => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(UtcHours))]
    public void By_day_the_city_lives_in_its_own_zone_and_at_night_in_one_where_it_is_morning(int utcHour)
    {
        Timestamp now = At(utcHour);
        string zone = CityDaytime.ZoneAt(now, Bangkok);
        int there = (utcHour + 7) % 24;
        Assert.Equal(there is >= 6 and <= 20, zone == Bangkok);
        Assert.Equal(there is >= 6 and <= 20 ? there : 8, HourIn(zone, now));
    }

    [Theory]
    [MemberData(nameof(UtcHours))]
    public void An_hour_that_is_asked_for_is_the_hour_there(int utcHour)
    {
        for (int hour = 0; hour < 24; hour++)
        {
            Assert.Equal(hour, HourIn(CityDaytime.ZoneAt(At(utcHour), Bangkok, hour), At(utcHour)));
        }
    }

    [Fact]
    public void The_citys_own_hour_is_its_own_zone_also_at_night() =>
        Assert.Equal(Bangkok, CityDaytime.ZoneAt(At(18), Bangkok, hour: 1));

    [Fact]
    public void Refuses_a_zone_and_an_hour_that_do_not_exist()
    {
        Assert.Throws<ArgumentException>(() => CityDaytime.ZoneAt(At(0), "Bangkok"));
        Assert.Throws<ArgumentOutOfRangeException>(() => CityDaytime.ZoneAt(At(0), Bangkok, 24));
    }

    private static Timestamp At(int utcHour) => Timestamp.FromUnixSeconds(Instant.FromUtc(2026, 11, 23, utcHour, 30).ToUnixTimeSeconds());

    private static int HourIn(string zone, Timestamp now) =>
        Instant.FromUnixTimeMilliseconds(now.UnixMilliseconds).InZone(DateTimeZoneProviders.Tzdb[zone]).Hour;
}
