using System.Collections.Frozen;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Currencies of ISO 4217 and how many decimals their amounts are written with.</summary>
internal static class Currencies
{
    private const string TwoDecimals =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW "
        + "CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF "
        + "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV "
        + "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD "
        + "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
    private const string FourDecimals = "CLF UYW";

    private static readonly FrozenDictionary<string, int> Decimals = new[] { (NoDecimals, 0), (TwoDecimals, 2), (ThreeDecimals, 3), (FourDecimals, 4) }
        .SelectMany(list => list.Item1.Split(' ').Select(code => KeyValuePair.Create(code, list.Item2)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Decimals of a known currency's amounts.</summary>
    public static int DecimalsOf(string code) => Decimals[code];

    public static bool IsKnown(string code) => Decimals.ContainsKey(code);

    /// <summary>Whether the text is a decimal number with or without a fraction.</summary>
    public static bool IsAmount(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        return point < 0
            ? !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9')
            : point > 0 && point < digits.Length - 1
                && !digits[..point].ContainsAnyExceptInRange('0', '9') && !digits[(point + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>Whether the amount has as many decimals as the currency is written with; true for a currency that is not known.</summary>
    public static bool HasDecimalsOf(string amount, string currency)
    {
        var point = amount.IndexOf('.', StringComparison.Ordinal);
        return !Decimals.TryGetValue(currency, out var expected) || (point < 0 ? 0 : amount.Length - point - 1) == expected;
    }
}
