using System.Globalization;
using System.Text;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Tests.Text;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("13.756331")]
    [InlineData("-0.1")]
    [InlineData("100")]
    [InlineData("5.")]
    [InlineData(".5")]
    [InlineData("1.234567890123456789")]
    [InlineData("-1e3")]
    [InlineData("000000000000000000013")]
    public void Reads_a_decimal_like_the_library(string text)
    {
        Assert.True(DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Refuses_what_is_no_finite_decimal(string text) => Assert.False(DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out double _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("-2", -2)]
    public void Reads_whole_numbers(string text, int expected)
    {
        Assert.True(DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out int value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2147483648")]
    [InlineData("1.0")]
    [InlineData("x")]
    public void Refuses_what_is_no_whole_number(string text) => Assert.False(DecimalText.TryParse(Encoding.UTF8.GetBytes(text), out int _));
}
