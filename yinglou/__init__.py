"""Yinglou 影楼: the ERP for trades that live by appointment."""
