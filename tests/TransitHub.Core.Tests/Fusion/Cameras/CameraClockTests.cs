using TransitHub.Core.Fusion.Cameras;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Tests.Fusion.Cameras;

public sealed class CameraClockTests
{
    private readonly CameraClock clock = new(DeviceId.Parse("cam"));

    [Fact]
    public void Few_vehicles_do_not_tell_that_a_clock_is_wrong()
    {
        this.Learn(7, 30);

        Assert.False(this.clock.IsKnown);
        Assert.Equal(0, this.clock.Correction);
    }

    [Fact]
    public void The_error_is_the_median_of_what_vehicles_tell()
    {
        this.Learn(20, 30);
        this.clock.Learn(400);

        Assert.Equal(30, this.clock.Correction, 3.0);
        Assert.Equal(0, this.clock.Steps);
        Assert.InRange(this.clock.Spread, 3, 5);
    }

    [Fact]
    public void A_jump_is_noticed_and_corrected_after_a_few_vehicles()
    {
        this.Learn(30, 1);
        this.Learn(5, -59);

        Assert.Equal(1, this.clock.Steps);
        Assert.Equal(-59, this.clock.Correction, 3.0);
    }

    [Fact]
    public void Single_odd_vehicles_are_no_jump()
    {
        for (int i = 0; i < 60; i++)
        {
            this.clock.Learn(i % 4 == 0 ? 45 : i % 3);
        }

        Assert.Equal(0, this.clock.Steps);
        Assert.InRange(this.clock.Correction, 0, 3);
    }

    private void Learn(int vehicles, double error)
    {
        for (int i = 0; i < vehicles; i++)
        {
            this.clock.Learn(error + (i % 3) - 1);
        }
    }
}
