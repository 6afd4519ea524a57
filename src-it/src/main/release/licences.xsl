<?xml version="1.0" encoding="UTF-8"?>
<!-- The licences of a bill of materials as text, a line for each component. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:bom="http://cyclonedx.org/schema/bom/1.6" exclude-result-prefixes="bom">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/">
    <xsl:text>What this release contains, and under which licences.&#10;&#10;</xsl:text>
    <xsl:for-each select="/bom:bom/bom:components/bom:component">
      <xsl:sort select="concat(bom:group, ':', bom:name)"/>
      <xsl:value-of select="concat(bom:group, ':', bom:name, ':', bom:version, ' - ')"/>
      <xsl:for-each select="bom:licenses/bom:license | bom:licenses/bom:expression">
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:choose>
          <xsl:when test="bom:id"><xsl:value-of select="bom:id"/></xsl:when>
          <xsl:when test="bom:name"><xsl:value-of select="bom:name"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
      <xsl:if test="not(bom:licenses/*)">licence not stated in its POM</xsl:if>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
