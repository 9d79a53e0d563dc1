namespace TransitHub.Gtfs.Tests.Geometries;

public sealed class GeometryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(13.7)]
    [InlineData(-36.8)]
    [InlineData(60.2)]
    [InlineData(-77.8)]
    public void Measures_a_degree_as_the_ellipsoid_has_it(double latitude)
    {
        var north = Geometry.Distance(latitude - 0.005, 20, latitude + 0.005, 20) * 100;
        var east = Geometry.Distance(latitude, 20, latitude, 20.01) * 100;

        var (a, e2, phi) = (6_378_137.0, 0.00669437999014, latitude * Math.PI / 180);
        var w = Math.Sqrt(1 - (e2 * Math.Sin(phi) * Math.Sin(phi)));
        Assert.InRange(north, (a * (1 - e2) / (w * w * w) * Math.PI / 180) - 1, (a * (1 - e2) / (w * w * w) * Math.PI / 180) + 1);
        Assert.InRange(east, (a * Math.Cos(phi) / w * Math.PI / 180) - 1, (a * Math.Cos(phi) / w * Math.PI / 180) + 1);
    }

    [Fact]
    public void Gives_places_and_bearings_along_the_line()
    {
        var line = new LocalLine((0, 0), (1000, 0), (1000, -500)).Line;

        Assert.InRange(line.LengthMeters, 1499.5, 1500.5);
        Assert.Equal(90, line.BearingAt(10), 1f);
        Assert.Equal(180, line.BearingAt(1200), 1f);
        Assert.Equal(180, line.BearingAt(99_999), 1f);
        var (lat, lon) = line.At(1250);
        var (expectedLat, expectedLon) = LocalLine.Degrees(1000, -250);
        Assert.Equal(expectedLat, lat, 1e-6);
        Assert.Equal(expectedLon, lon, 1e-6);
    }

    [Fact]
    public void Keeps_true_lengths_on_a_line_of_many_degrees()
    {
        var latitudes = Enumerable.Range(0, 101).Select(step => 50 + (step * 0.1)).ToArray();
        var line = Geometry.FromDegrees(latitudes, new double[101]);

        Assert.InRange(line.LengthMeters, 1_113_100, 1_114_200);
    }

    [Fact]
    public void Answers_for_a_line_without_length()
    {
        var line = new LocalLine((5, 5), (5, 5)).Line;

        Assert.Equal(0, line.LengthMeters);
        Assert.Equal(0, line.BearingAt(3));
        Assert.Equal(LocalLine.Degrees(5, 5).Lat, line.At(7).Lat, 1e-6);
    }
}
