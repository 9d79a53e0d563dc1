using TransitHub.Core.Fusion.Crowding;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>Chances to fit are corrected by what they turned out to be worth.</summary>
public sealed class FitRecordTests
{
    private readonly BoardingLine[] lines = [new(0, 0, 0.5), new(1, 0, 0.5)];

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.6)]
    [InlineData(0.98)]
    public void A_chance_of_which_nothing_is_known_is_told_as_it_is(double chance) =>
        Assert.Equal(chance, FitRecord.Correct(this.lines, 0, chance), 1e-9);

    [Fact]
    public void Chances_that_tell_nothing_are_drawn_to_the_share_that_fitted()
    {
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            this.lines[0].Fits.Learn(random.NextDouble(), random.NextDouble() < 0.9 ? 1 : 0);
        }

        Assert.InRange(FitRecord.Correct(this.lines, 0, 0.2), 0.8, 0.97);
        Assert.InRange(FitRecord.Correct(this.lines, 0, 0.9), 0.83, 1);
    }

    [Fact]
    public void Chances_that_came_true_as_often_as_they_said_stay()
    {
        Random random = new(4);
        for (int i = 0; i < 600; i++)
        {
            double chance = random.NextDouble();
            this.lines[0].Fits.Learn(chance, random.NextDouble() < chance ? 1 : 0);
        }

        Assert.InRange(FitRecord.Correct(this.lines, 0, 0.2), 0.1, 0.3);
        Assert.InRange(FitRecord.Correct(this.lines, 0, 0.8), 0.7, 0.9);
    }

    [Fact]
    public void A_line_leans_on_the_others_of_its_stop_until_it_has_a_record_of_its_own()
    {
        for (int i = 0; i < 200; i++)
        {
            this.lines[0].Fits.Learn(0.5, 1);
        }

        double leaning = FitRecord.Correct(this.lines, 1, 0.5);
        Assert.InRange(leaning, 0.8, 0.97);
        for (int i = 0; i < 200; i++)
        {
            this.lines[1].Fits.Learn(0.5, 0);
        }

        Assert.InRange(FitRecord.Correct(this.lines, 1, 0.5), 0, 0.2);
        Assert.InRange(FitRecord.Correct(this.lines, 0, 0.5), 0.8, 1);
    }
}
