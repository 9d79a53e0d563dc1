using System.Text;
using TransitHub.Core.Time;
using TransitHub.Simulation.Publishing;

namespace TransitHub.Simulation.Tests.Publishing;

public sealed class PayloadTimesTests
{
    private static readonly TimeShift OneDayAndABit = By(86_400_000 + 1_500);

    [Theory]
    [InlineData("""{"measured_at": 1700000000.25, "lat": 13.0}""", """{"measured_at": 1700086401.75, "lat": 13.0}""")]
    [InlineData("""{"measured_at":"2023-11-14T23:59:59.5+07:00","n":0.00}""", """{"measured_at":"2023-11-16T00:00:01.0+07:00","n":0.00}""")]
    [InlineData("""[{"start_date":"20231231"},{"start_date":"bad"}]""", """[{"start_date":"20240101"},{"start_date":"bad"}]""")]
    [InlineData("""{"VP":{"tst":"2018-10-09T04:32:52Z","tsi":1539059572,"oday":"2018-10-31","spd":0.00}}""", """{"VP":{"tst":"2018-10-10T04:32:53Z","tsi":1539145973,"oday":"2018-11-01","spd":0.00}}""")]
    [InlineData("""{"VP":{"tst":null,"tsi":null,"oday":null}}""", """{"VP":{"tst":null,"tsi":null,"oday":null}}""")]
    [InlineData("""{"from":1763871000,"to":1763871060,"count":14}""", """{"from":1763957401.5,"to":1763957461.5,"count":14}""")]
    [InlineData("not json at all", "not json at all")]
    public void Moves_known_times_and_leaves_every_other_byte(string before, string after)
    {
        string shifted = Encoding.UTF8.GetString(PayloadTimes.Shift(Encoding.UTF8.GetBytes(before), OneDayAndABit).Span);

        Assert.Equal(after, shifted);
    }

    [Fact]
    public void Moves_nothing_without_a_shift()
    {
        ReadOnlyMemory<byte> payload = Encoding.UTF8.GetBytes("""{"measured_at": 1}""");

        Assert.Equal(payload, PayloadTimes.Shift(payload, default));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(43_000_000, 0)]
    [InlineData(43_300_000, 1)]
    [InlineData(-86_400_000, -1)]
    public void Moves_service_dates_by_the_nearest_whole_days(long milliseconds, int days)
    {
        Assert.Equal(days, By(milliseconds).Days);
    }

    [Fact]
    public void Brings_times_closer_together_at_a_multiple_of_the_tempo()
    {
        var tenfold = new TimeShift(new Timestamp(1_000_000), new Timestamp(5_000_000), 10);

        Assert.Equal(new Timestamp(5_006_000), tenfold.Apply(new Timestamp(1_060_000)));
        Assert.Equal(new Timestamp(4_999_000), tenfold.Apply(new Timestamp(990_000)));
        Assert.Equal(new Timestamp(5_000_000), (tenfold with { Speed = double.PositiveInfinity }).Apply(new Timestamp(990_000)));
    }

    private static TimeShift By(long milliseconds) => new(new Timestamp(1_000_000), new Timestamp(1_000_000 + milliseconds), 1);
}
