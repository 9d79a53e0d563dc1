using NodaTime;
using TransitHub.Archive.Days;
using TransitHub.Core.Time;

namespace TransitHub.Archive.Tests.Days;

public sealed class ArchiveDayTests
{
    private static readonly DateTimeZone Auckland = DateTimeZoneProviders.Tzdb["Pacific/Auckland"];

    [Theory]
    [InlineData(2026, 4, 5, 25)]
    [InlineData(2026, 9, 27, 23)]
    [InlineData(2026, 6, 1, 24)]
    public void Lasts_from_midnight_to_midnight_by_the_wall(int year, int month, int day, double hours)
    {
        ArchiveDay archived = ArchiveDay.Of(new LocalDate(year, month, day), Auckland);

        Assert.Equal(hours, archived.To.SecondsSince(archived.From) / 3600);
        Assert.Equal(archived, ArchiveDay.At(archived.From, Auckland));
        Assert.Equal(archived, ArchiveDay.At(archived.To.AddMilliseconds(-1), Auckland));
        Assert.NotEqual(archived, ArchiveDay.At(archived.To, Auckland));
    }

    [Fact]
    public void Is_named_as_it_is_read()
    {
        Assert.True(ArchiveDay.TryParse("2026-03-02", out LocalDate date));
        Assert.Equal("2026-03-02", ArchiveDay.Of(date, Auckland).Name);
        Assert.Equal(new Timestamp(1_772_362_800_000), ArchiveDay.Of(date, Auckland).From);
        Assert.False(ArchiveDay.TryParse("2026-2-30", out _));
        Assert.False(ArchiveDay.TryParse(null, out _));
    }
}
