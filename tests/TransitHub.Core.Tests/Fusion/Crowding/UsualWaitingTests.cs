using NodaTime;
using TransitHub.Core.Counting;
using TransitHub.Core.Fusion.Crowding;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>How many usually wait is known after a day.</summary>
public sealed class UsualWaitingTests
{
    /// <summary>Monday 9 March 2026, 08:00.</summary>
    private const double Monday = 1_773_043_200;

    private readonly UsualWaiting usual = new(new WeekClock(DateTimeZone.Utc));

    [Fact]
    public void One_day_tells_of_the_next_by_quarter_of_an_hour()
    {
        Assert.Equal(double.NaN, this.usual.At(Monday + 86_400));
        for (double at = Monday; at < Monday + 1800; at += 20)
        {
            this.usual.Learn(at, at < Monday + 900 ? 10 : 40);
        }

        Assert.Equal(10, this.usual.At(Monday + 86_400 + 450), 1.0);
        Assert.Equal(40, this.usual.At(Monday + 86_400 + 1350), 1.0);
        Assert.Equal(double.NaN, this.usual.At(Monday + 86_400 + 2250));
    }

    [Fact]
    public void A_single_look_tells_nothing()
    {
        this.usual.Learn(Monday, 80);
        this.usual.Learn(Monday + 20, 80);
        Assert.Equal(double.NaN, this.usual.At(Monday + 86_400));
    }
}
