using System.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Tests.Time;

public sealed class ServiceTimeTests
{
    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(25_409, "07:03:29")]
    [InlineData(87_059, "24:10:59")]
    [InlineData(360_000, "100:00:00")]
    [InlineData(3_599_999, "999:59:59")]
    public void Writes_the_text_that_it_reads(int seconds, string text)
    {
        ServiceTime time = ServiceTime.FromSeconds(seconds);
        Span<byte> bytes = stackalloc byte[ServiceTime.MaxTextLength];
        Assert.Equal(text, Encoding.ASCII.GetString(bytes[..time.WriteUtf8(bytes)]));
        Assert.Equal(text, time.ToString());
        Assert.True(ServiceTime.TryParse(text, out ServiceTime read));
        Assert.Equal(time, read);
    }
}
